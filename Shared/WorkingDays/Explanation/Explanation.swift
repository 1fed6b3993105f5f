import Contracts
public import Foundation

/// Why a clock ends when it does: every day from the declaration to the end, counted or passed over, with its source.
/// Walks from day to day by ``WorkingDayCalendar/status(of:at:)``; it comes to the same end as ``DueDate``, which does not
/// walk.
public struct Explanation: Hashable, Sendable {
    /// The end that the walk came to.
    public let due: DueDate
    /// Every day from day 0 to the last.
    public let days: [CountedDay]
    /// The calendar that was walked.
    public let calendarVersion: Int

    /// Walks a clock of this many working days, at least 1.
    ///
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` when the walk leaves the calendar.
    public init(
        declared moment: Date, workingDays count: Int, under terms: ClockTerms, calendar: WorkingDayCalendar
    ) throws(CalendarError) {
        precondition(count >= 1, "a clock has at least one working day")
        var day = Day(of: moment, offset: terms.zone.offset)
        var days = [CountedDay(day: day, number: 0, status: try calendar.status(of: day, at: terms.unit))]
        var number = 0
        while number < count {
            day = day.advanced(by: 1)
            let status = try calendar.status(of: day, at: terms.unit)
            if status == .working { number += 1 }
            days.append(CountedDay(day: day, number: status == .working ? number : nil, status: status))
        }
        self.due = DueDate(
            day: day, moment: DueDate.end(of: day, zone: terms.zone, closingMinutes: terms.closingMinutes))
        self.days = days
        self.calendarVersion = calendar.version.version
    }
}
