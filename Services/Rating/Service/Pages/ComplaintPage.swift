import Contracts
import Foundation
import RatingDomain
import Web
import WorkingDays

/// What the template `complaint` shows to whoever holds the tracking code. The text is not shown: a code may be passed on.
struct ComplaintPage {
    let code: String
    let unit: String
    let filed: String
    let status: StatusBadge
    let timeline: [TimelineEntry]
    let deadlines: [Deadline]
    let hasDeadlines: Bool

    /// Something that the office still owes.
    struct Deadline {
        let words: String
        let until: String
        let days: Int
    }

    init(
        _ receipt: ComplaintReceipt, unit: KnownUnit?, history: [(state: ComplaintState, since: Date)],
        terms: ComplaintTerms, calendar: CalendarVersion?
    ) {
        let zone = unit?.zone ?? .wib
        self.code = receipt.code
        self.unit = unit?.name ?? receipt.unit.text
        self.filed = IndonesianDate.text(receipt.filedAt, in: zone)
        self.status = StatusBadge(
            receipt.state.words, receipt.state == .closed ? .neutral : receipt.state == .answered ? .positive : .active)
        self.timeline = history.map { entry in
            TimelineEntry(
                entry.state.words, when: IndonesianDate.text(entry.since, in: zone),
                machineTime: IndonesianDate.machine(entry.since, in: zone))
        }
        func since(_ state: ComplaintState) -> Date? { history.first { $0.state == state }?.since }
        let course = ComplaintCourse(
            receivedAt: receipt.filedAt, forwardedAt: since(.handled), firstAnsweredAt: since(.answered),
            finishedAt: since(.closed))
        let deadlines =
            calendar.flatMap { version in
                // No deadline is the answer to a calendar that does not reach.
                try? ComplaintDeadline.all(
                    of: course, under: terms, calendar: WorkingDayCalendar(version), unit: receipt.unit, zone: zone,
                    // The page names days, and the hour at which an office closes changes no day.
                    closingMinutes: [])
            } ?? []
        self.deadlines = deadlines.filter { $0.doneAt == nil }.map { deadline in
            Deadline(
                words: deadline.duty.words, until: IndonesianDate.text(deadline.due.day),
                days: deadline.term.workingDays ?? 0)
        }
        self.hasDeadlines = !self.deadlines.isEmpty
    }
}
