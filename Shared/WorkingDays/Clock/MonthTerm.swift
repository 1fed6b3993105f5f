public import Contracts
public import Foundation

/// A term in calendar months, as for the answer to a requested correction or the completion of a returned file: it ends
/// with the day of the same number in the later month, or with the month where it has no such day, whatever day of the
/// week that is.
public struct MonthTerm: Hashable, Sendable {
    /// At least 1.
    public let months: Int

    /// A term of this many months.
    public init(months: Int) {
        precondition(months >= 1, "a term has at least one month")
        self.months = months
    }

    /// The last day, counted from the local date in the zone.
    public func lastDay(after moment: Date, in zone: TimeZoneName) -> Day {
        Day(of: moment, offset: zone.offset).adding(months: self.months)
    }

    /// The end of that day, 23:59:59 in the zone: a portal is open at night.
    public func due(after moment: Date, in zone: TimeZoneName) -> Date {
        self.lastDay(after: moment, in: zone).moment(secondsAfterMidnight: 86_399, offset: zone.offset)
    }

    /// How it is counted, in Indonesian.
    public var words: String {
        "\(self.months) bulan kalender: sampai tanggal yang sama pada bulan ke-\(self.months), atau akhir bulan itu bila "
            + "tanggalnya tidak ada; akhir pekan dan hari libur ikut dihitung."
    }
}
