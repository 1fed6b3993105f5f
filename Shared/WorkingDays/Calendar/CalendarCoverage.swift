public import Contracts
public import Foundation

/// How long a calendar version still answers. A clock that would run beyond it cannot be opened, so its end is told in
/// time: the decree for the next year must be loaded before.
public struct CalendarCoverage: Hashable, Sendable {
    /// The last day that is covered.
    public let until: Day
    /// From how many days before on it is to be warned of.
    public let warnFrom: Int

    /// The coverage of a version.
    public init(of version: CalendarVersion, warnFrom days: Int) {
        self.until = version.coveredUntil
        self.warnFrom = days
    }

    /// Days from the local date of headquarters (WIB) to the last covered day; 0 on that day, negative after it.
    public func daysLeft(at now: Date) -> Int {
        self.until.number - Day(of: now, offset: TimeZoneName.wib.offset).number
    }

    /// Whether a newer calendar is due.
    public func isEnding(at now: Date) -> Bool { self.daysLeft(at: now) <= self.warnFrom }
}
