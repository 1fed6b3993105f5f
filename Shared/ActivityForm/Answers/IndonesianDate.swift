public import Contracts

/// Dates in words.
public enum IndonesianDate {
    /// January to December.
    public static let months = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ]

    /// `17 Agustus 2026`.
    public static func text(_ day: Day) -> String {
        let parts = day.parts
        return "\(parts.day) \(self.months[parts.month - 1]) \(parts.year)"
    }
}
