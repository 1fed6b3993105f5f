public import Contracts

/// Identitas rekomendasi, printed on the survey's instrument: `V-26.6104.001` (facts: "V-23.1375.002").
///
/// The running number starts at 1 per unit and year and grows beyond three digits.
public struct RecommendationNumber: Hashable, Sendable, CustomStringConvertible {
    /// `V`; configuration, because whether it changes by kind of activity is not known.
    public let prefix: String
    /// The year of signing, four digits.
    public let year: Int
    /// The issuing unit.
    public let unit: UnitCode
    /// From 1.
    public let sequence: Int

    /// Takes every part as it is.
    public init(prefix: String, year: Int, unit: UnitCode, sequence: Int) {
        self.prefix = prefix
        self.year = year
        self.unit = unit
        self.sequence = sequence
    }

    /// As it is printed.
    public var description: String {
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(self.prefix)-\(padded(self.year % 100, 2)).\(self.unit).\(padded(self.sequence, 3))"
    }
}
