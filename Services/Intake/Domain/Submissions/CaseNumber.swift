public import Contracts

/// The number of a case that people use: `LYK-2026-6104-000123`.
public struct CaseNumber: Hashable, Sendable, CustomStringConvertible {
    /// The year of submission in the unit's zone.
    public let year: Int
    /// The unit in charge at the time of submission.
    public let unit: UnitCode
    /// From 1, without gaps per unit and year.
    public let running: Int

    /// A number with everything said.
    public init(year: Int, unit: UnitCode, running: Int) {
        self.year = year
        self.unit = unit
        self.running = running
    }

    /// As it is written; six digits, more when a unit has more than 999,999 cases in a year.
    public var description: String {
        let digits = String(self.running)
        return "LYK-\(self.year)-\(self.unit)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }
}
