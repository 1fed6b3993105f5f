import Contracts

/// Days as they are said in Indonesia.
enum IndonesianDay {
    private static let weekdays = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
    private static let months = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ]

    /// `Jumat, 10 April 2026`.
    static func withWeekday(_ day: Day) -> String {
        let parts = day.parts
        return "\(self.weekdays[day.weekday - 1]), \(parts.day) \(self.months[parts.month - 1]) \(parts.year)"
    }
}
