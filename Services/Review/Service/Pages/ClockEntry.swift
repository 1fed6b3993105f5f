import Contracts
import Foundation
import ReviewDomain
import Web
import WorkingDays

/// A legal clock as officers read it, with the way it was counted.
struct ClockEntry {
    struct CountedLine {
        let number: String
        let text: String
    }

    struct Ended {
        let text: String

        init(_ clock: LegalClock, zone: TimeZoneName) {
            let ended = clock.endedAt.map { IndonesianDate.text($0, in: zone) } ?? ""
            let late = clock.endedAt.map { $0 > clock.dueAt } ?? false
            self.text =
                "Tenggat ke-\(clock.number) (\(IndonesianDate.text(clock.dueOn))) berakhir \(ended): "
                + "\(clock.endReason?.label ?? "")\(late ? ", lewat tenggat" : ", dalam tenggat")."
        }
    }

    let status: StatusBadge
    let due: String
    let counted: String
    let days: [CountedLine]

    init(_ clock: LegalClock, view: CaseView, now: Date) {
        let zone = view.zone
        self.status = DueStatus.badge(dueAt: clock.dueAt, now: now)
        self.due = IndonesianDate.text(clock.dueAt, in: zone)
        self.counted =
            "\(clock.workingDays) hari kerja sejak dinyatakan lengkap dan jelas pada "
            + "\(IndonesianDate.text(clock.declaredAt, in: zone)), menurut kalender kerja versi \(clock.calendarVersion)."
        let explained = view.calendar.flatMap { calendar in
            try? DueDate(
                declared: clock.declaredAt, workingDays: clock.workingDays, calendar: calendar,
                unit: view.subject.unit, zone: zone, closingMinutes: view.standard?.closingMinutes ?? [])
        }
        self.days = (explained?.explanation ?? []).map { day in
            let date = IndonesianDate.text(day.day)
            switch day.status {
            case .working where day.number == 0:
                return CountedLine(number: "0", text: "\(date): dinyatakan lengkap dan jelas")
            case .working: return CountedLine(number: day.number.map(String.init) ?? "", text: date)
            case .weekend: return CountedLine(number: "–", text: "\(date): akhir pekan")
            case .off(let name, _): return CountedLine(number: "–", text: "\(date): \(name)")
            }
        }
    }
}
