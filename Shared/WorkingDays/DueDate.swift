public import Contracts
public import Foundation

/// The end of a legal clock, with the way it was counted.
///
/// Day 0 is the local date of the declaration in the unit's zone; day 1 is the next working day; the clock ends with
/// the service hours of the last day in the unit's zone, or with the day itself (23:59:59) where no hours are known.
public struct DueDate: Hashable, Sendable {
    /// The last day of the clock, in the unit's zone.
    public let day: Day
    /// The moment at which the clock ends.
    public let moment: Date
    /// Every day from day 0 to the last, with its number or the reason why it does not count.
    public let explanation: [CountedDay]

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
        precondition(count >= 1, "a clock has at least one working day")
        var day = Day(of: moment, offset: zone.offset)
        var explanation = [CountedDay(day: day, number: 0, status: try calendar.status(of: day, at: unit))]
        var number = 0
        while number < count {
            day = day.advanced(by: 1)
            let status = try calendar.status(of: day, at: unit)
            if status == .working { number += 1 }
            explanation.append(CountedDay(day: day, number: status == .working ? number : nil, status: status))
        }
        self.day = day
        self.moment = Self.end(of: day, zone: zone, closingMinutes: closingMinutes)
        self.explanation = explanation
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

/// One day in the explanation of a due date.
public struct CountedDay: Hashable, Sendable {
    /// The day, in the unit's zone.
    public let day: Day
    /// 0 for the day of the declaration, 1 and up for working days, `nil` for a day that does not count.
    public let number: Int?
    /// What the day is.
    public let status: DayStatus
}
