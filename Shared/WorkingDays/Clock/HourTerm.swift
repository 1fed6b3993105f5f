public import Foundation

/// A term in clock hours, as UU 27/2022 has it for personal data ("3 × 24 jam"): nights, weekends and days off count, and
/// it ends on the second, in every zone alike. No calendar is asked.
public struct HourTerm: Hashable, Sendable {
    /// At least 1.
    public let hours: Int

    /// A term of this many hours.
    public init(hours: Int) {
        precondition(hours >= 1, "a term has at least one hour")
        self.hours = hours
    }

    /// The moment at which it ends.
    public func due(after moment: Date) -> Date { moment.addingTimeInterval(Double(self.hours) * 3600) }

    /// How it is counted, in Indonesian.
    public var words: String {
        let length = self.hours % 24 == 0 ? "\(self.hours / 24) x 24 jam" : "\(self.hours) jam"
        return "\(length) dihitung menurut jam; malam, akhir pekan, dan hari libur ikut dihitung."
    }
}
