public import Contracts

/// Answers whether government offices work on a day: Monday to Friday, less national holidays, collective leave
/// (a day off for civil servants, PP 11/2017) and days off of one unit's region.
public struct WorkingDayCalendar: Hashable, Sendable {
    /// The version that the answers come from.
    public let version: CalendarVersion
    private let off: [Day: [CalendarVersion.DayOff]]

    /// Takes a published version as it is.
    public init(_ version: CalendarVersion) {
        self.version = version
        self.off = Dictionary(grouping: version.daysOff, by: \.day)
    }

    /// What a day is for a unit.
    ///
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` beyond the covered days.
    public func status(of day: Day, at unit: UnitCode) throws(CalendarError) -> DayStatus {
        guard self.version.coveredFrom <= day, day <= self.version.coveredUntil else {
            throw .notCovered(day, from: self.version.coveredFrom, until: self.version.coveredUntil)
        }
        if let dayOff = self.off[day]?.first(where: { $0.unit == nil || $0.unit == unit }) {
            return .off(dayOff.name, dayOff.kind)
        }
        return day.weekday > 5 ? .weekend : .working
    }

    /// Whether the unit works on that day.
    public func isWorkingDay(_ day: Day, at unit: UnitCode) throws(CalendarError) -> Bool {
        try self.status(of: day, at: unit) == .working
    }

    /// How many working days lie in a span, both ends included.
    public func workingDays(from first: Day, through last: Day, at unit: UnitCode) throws(CalendarError) -> Int {
        var count = 0
        var day = first
        while day <= last {
            if try self.isWorkingDay(day, at: unit) { count += 1 }
            day = day.advanced(by: 1)
        }
        return count
    }
}

/// What a day is for a unit.
public enum DayStatus: Hashable, Sendable {
    /// The office works.
    case working
    /// Saturday or Sunday without another reason.
    case weekend
    /// Off, with the name of the day.
    case off(String, CalendarVersion.Kind)
}
