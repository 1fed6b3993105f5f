public import Contracts

/// One day in the explanation of a due date.
public struct CountedDay: Hashable, Sendable {
    /// The day, in the unit's zone.
    public let day: Day
    /// 0 for the day of the declaration, 1 and up for working days, `nil` for a day that does not count.
    public let number: Int?
    /// What the day is.
    public let status: DayStatus

    /// Whether the day counts towards the clock.
    public var isCounted: Bool { self.number.map { $0 > 0 } ?? false }

    /// Where it stands that the day is what it is, in Indonesian.
    public var source: String {
        if case .off(let dayOff) = self.status { return dayOff.source }
        return WorkingWeek.source
    }

    /// The date with its weekday, in Indonesian: `Jumat, 13 Maret 2026`.
    public var date: String { IndonesianDate.withWeekday(self.day) }

    /// Whether and why the day counts, in Indonesian.
    ///
    /// - Parameter start: what happened on day 0: `dinyatakan lengkap dan jelas`.
    public func words(start: String) -> String {
        switch (self.number, self.status) {
        case (0, .working): "hari ke-0, \(start); hitungan mulai pada hari kerja berikutnya"
        case (0, _): "hari ke-0, \(start) pada \(Self.kind(self.status)); hitungan mulai pada hari kerja berikutnya"
        case (let number?, _): "hari kerja ke-\(number)"
        case (nil, _): "tidak dihitung: \(Self.kind(self.status))"
        }
    }

    private static func kind(_ status: DayStatus) -> String {
        switch status {
        case .working: "hari kerja"
        case .weekend: "akhir pekan"
        case .off(let dayOff): "\(dayOff.kind.label), \(dayOff.name)"
        }
    }
}

/// The week of government offices.
public enum WorkingWeek {
    /// Where it stands, in Indonesian.
    public static let source = "Perpres 21/2023: hari kerja Senin sampai Jumat"
}
