public import Contracts
public import Foundation

/// The end of a legal clock that counts working days.
///
/// Day 0 is the local date of the declaration in the unit's zone; day 1 is the next working day; the clock ends with
/// the service hours of the last day in the unit's zone, or with the day itself (23:59:59) where no hours are known.
/// How it came about, day by day, is an ``Explanation``.
public struct DueDate: Hashable, Sendable {
    /// The last day of the clock, in the unit's zone.
    public let day: Day
    /// The moment at which the clock ends.
    public let moment: Date

    /// A due date that was counted before.
    public init(day: Day, moment: Date) {
        self.day = day
        self.moment = moment
    }

    /// Counts working days from a declaration.
    ///
    /// - Parameters:
    ///   - count: length of the clock in working days, at least 1.
    ///   - closingMinutes: end of service hours, Monday first, minutes after midnight; `nil` where closed or unknown.
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` when the count leaves the calendar.
    public init(
        declared moment: Date, workingDays count: Int, calendar: WorkingDayCalendar, unit: UnitCode,
        zone: TimeZoneName, closingMinutes: [Int?]
    ) throws(CalendarError) {
        let start = Day(of: moment, offset: zone.offset)
        let day = try calendar.day(after: start, workingDays: count, at: unit)
        self.init(day: day, moment: Self.end(of: day, zone: zone, closingMinutes: closingMinutes))
    }

    /// Counts working days from a declaration under a unit's terms.
    ///
    /// - Parameter count: length of this clock; shorter than the terms' where an earlier clock has used some of it.
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` when the count leaves the calendar.
    public init(
        declared moment: Date, workingDays count: Int, under terms: ClockTerms, calendar: WorkingDayCalendar
    ) throws(CalendarError) {
        try self.init(
            declared: moment, workingDays: count, calendar: calendar, unit: terms.unit, zone: terms.zone,
            closingMinutes: terms.closingMinutes)
    }

    /// The moment at which a day's service ends.
    static func end(of day: Day, zone: TimeZoneName, closingMinutes: [Int?]) -> Date {
        let index = day.weekday - 1
        guard closingMinutes.indices.contains(index), let minutes = closingMinutes[index] else {
            return day.moment(secondsAfterMidnight: 86_399, offset: zone.offset)
        }
        return day.moment(secondsAfterMidnight: minutes * 60, offset: zone.offset)
    }
}
