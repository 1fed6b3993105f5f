public import Contracts
public import Foundation
public import WorkingDays

/// What must be done for a complaint by when, on the same clock of working days as everything else: day 0 is the local
/// date in the unit's zone, the end is that of the service hours of the last day.
public struct ComplaintDeadline: Hashable, Sendable {
    /// What must be done.
    public let duty: ComplaintDuty
    /// How long it may take, and who says so.
    public let term: ComplaintTerm
    /// Until when.
    public let due: DueDate
    /// When it was done; `nil` while it is not.
    public let doneAt: Date?

    /// Whether it was done in time, is still to be done, or late. A moment that is exactly the end is in time.
    public func state(at now: Date) -> State {
        if let doneAt { return doneAt <= self.due.moment ? .met : .missed }
        return now <= self.due.moment ? .open : .overdue
    }

    /// How a deadline stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case open, met, overdue, missed
    }

    /// Every deadline that has begun, in the order of the duties. One that waits for something that has not happened is
    /// not among them, nor is one for which no time is fixed.
    ///
    /// - Parameters:
    ///   - calendar: the calendar that the unit works by.
    ///   - closingMinutes: end of service hours, Monday first, minutes after midnight; `nil` where closed or unknown.
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` when a count leaves the calendar. Not as a typed error:
    ///   inlined into Rating's page, that makes the optimiser of Swift 6.3 break the module.
    public static func all(
        of course: ComplaintCourse, under terms: ComplaintTerms, calendar: WorkingDayCalendar, unit: UnitCode,
        zone: TimeZoneName, closingMinutes: [Int?]
    ) throws -> [ComplaintDeadline] {
        var deadlines: [ComplaintDeadline] = []
        for duty in ComplaintDuty.allCases {
            guard let term = terms.term(for: duty, class: course.complaintClass), let days = term.workingDays,
                let start = course.moment(of: term.from)
            else { continue }
            let due = try DueDate(
                declared: start, workingDays: days, calendar: calendar, unit: unit, zone: zone,
                closingMinutes: closingMinutes)
            deadlines.append(
                ComplaintDeadline(duty: duty, term: term, due: due, doneAt: course.moment(of: duty)))
        }
        return deadlines
    }
}
