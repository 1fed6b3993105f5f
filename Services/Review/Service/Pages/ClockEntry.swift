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
                + "\(clock.endReason?.label ?? "")\(late ? ", diputus lewat tenggat" : ", diputus dalam tenggat")."
        }
    }

    let status: StatusBadge
    let due: String
    let counted: String
    let days: [CountedLine]
    /// Why the days are not listed; `nil` when they are.
    let noDays: String?

    init(_ clock: LegalClock, view: CaseView, now: Date) {
        let zone = view.zone
        self.status = DueStatus.badge(dueAt: clock.dueAt, now: now)
        self.due = IndonesianDate.text(clock.dueAt, in: zone)
        self.counted =
            "\(clock.workingDays) hari kerja sejak dinyatakan lengkap dan jelas pada "
            + "\(IndonesianDate.text(clock.declaredAt, in: zone)), menurut kalender kerja versi \(clock.calendarVersion)."
        let counted: [CountedDay]
        do {
            let walk = try view.calendar.map { calendar in
                try Explanation(
                    declared: clock.declaredAt, workingDays: clock.workingDays, under: view.terms, calendar: calendar)
            }
            counted = walk?.days ?? []
            self.noDays = walk == nil ? Self.noDays(clock, "tidak ada di sini") : nil
        } catch {
            counted = []
            self.noDays = Self.noDays(clock, "tidak memuat semua harinya")
        }
        self.days = counted.map { day in
            CountedLine(
                number: day.number.map(String.init) ?? "–",
                text: "\(day.date): \(day.words(start: "dinyatakan lengkap dan jelas"))")
        }
    }

    /// The due date was counted when the clock opened, and stands whatever can be shown of it now.
    private static func noDays(_ clock: LegalClock, _ reason: String) -> String {
        "Hari demi hari tidak dapat diperlihatkan karena kalender kerja versi \(clock.calendarVersion) \(reason). "
            + "Tenggat di atas tetap berlaku; beri tahu operator."
    }
}
