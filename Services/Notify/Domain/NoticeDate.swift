public import Contracts
public import Foundation

/// Dates as letters write them: `13 Maret 2026`.
public enum NoticeDate {
    private static let months = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ]

    /// `13 Maret 2026`.
    public static func text(_ day: Day) -> String {
        let parts = day.parts
        return "\(parts.day) \(self.months[parts.month - 1]) \(parts.year)"
    }

    /// `13 Maret 2026 pukul 08.05 WIB`.
    public static func text(_ moment: Date, in zone: TimeZoneName) -> String {
        let day = Day(of: moment, offset: zone.offset)
        let minutes = (Int(moment.timeIntervalSince1970.rounded(.down)) + zone.offset - day.number * 86_400) / 60
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(self.text(day)) pukul \(two(minutes / 60)).\(two(minutes % 60)) \(zone.rawValue)"
    }
}
