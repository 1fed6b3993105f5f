public import Contracts

/// Answers whether government offices work on a day: Monday to Friday (Perpres 21/2023), less the days that the calendar
/// version names: national holidays and collective leave for everybody (SKB 3 Menteri; collective leave is a day off for
/// civil servants, PP 11/2017), days off of a region for the unit that they are named for.
public struct WorkingDayCalendar: Hashable, Sendable {
    /// The version that the answers come from.
    public let version: CalendarVersion
    private let off: [Day: [CalendarVersion.DayOff]]
    private let everywhere: WorkingDayRank
    /// Only of units that have a day off of their own.
    private let regional: [UnitCode: WorkingDayRank]

    /// Takes a published version as it is.
    public init(_ version: CalendarVersion) {
        let off = Dictionary(grouping: version.daysOff, by: \.day)
        func rank(_ unit: UnitCode?) -> WorkingDayRank {
            WorkingDayRank(from: version.coveredFrom, until: version.coveredUntil) { day in
                day.weekday <= 5 && !(off[day]?.contains { $0.unit == nil || $0.unit == unit } ?? false)
            }
        }
        self.version = version
        self.off = off
        self.everywhere = rank(nil)
        self.regional = Dictionary(
            uniqueKeysWithValues: Set(version.daysOff.compactMap(\.unit)).map { ($0, rank($0)) })
    }

    /// What a day is for a unit. A day that is off everywhere says so, also where the region has it off besides.
    ///
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` beyond the covered days.
    public func status(of day: Day, at unit: UnitCode) throws(CalendarError) -> DayStatus {
        try self.check(day)
        if let reasons = self.off[day] {
            let reason = reasons.first { $0.unit == nil } ?? reasons.first { $0.unit == unit }
            if let reason { return .off(reason) }
        }
        return day.weekday > 5 ? .weekend : .working
    }

    /// Whether the unit works on that day.
    public func isWorkingDay(_ day: Day, at unit: UnitCode) throws(CalendarError) -> Bool {
        try self.status(of: day, at: unit) == .working
    }

    /// How many working days lie in a span, both ends included; 0 when it ends before it begins.
    ///
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` for the first day of the span that is not covered.
    public func workingDays(from first: Day, through last: Day, at unit: UnitCode) throws(CalendarError) -> Int {
        guard first <= last else { return 0 }
        try self.check(first)
        guard last <= self.version.coveredUntil else { throw self.endOfCoverage }
        let rank = self.rank(unit)
        return rank.count(through: last) - rank.count(through: first.advanced(by: -1))
    }

    /// The working day that is `count` working days after a day; that day itself is not counted.
    ///
    /// - Parameter count: at least 1.
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` when the count begins or ends outside the covered days.
    public func day(after day: Day, workingDays count: Int, at unit: UnitCode) throws(CalendarError) -> Day {
        precondition(count >= 1, "a clock has at least one working day")
        try self.check(day)
        guard let found = self.rank(unit).day(after: day, count: count) else { throw self.endOfCoverage }
        return found
    }

    private func rank(_ unit: UnitCode) -> WorkingDayRank { self.regional[unit] ?? self.everywhere }

    private func check(_ day: Day) throws(CalendarError) {
        guard self.version.coveredFrom <= day, day <= self.version.coveredUntil else {
            throw .notCovered(day, from: self.version.coveredFrom, until: self.version.coveredUntil)
        }
    }

    /// A walk that goes on meets this day first.
    private var endOfCoverage: CalendarError {
        .notCovered(
            self.version.coveredUntil.advanced(by: 1), from: self.version.coveredFrom,
            until: self.version.coveredUntil)
    }
}
