public import Foundation

/// Dates and times as they are written in Indonesia.
public enum IndonesianDate {
    private static let months = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ]
    /// Monday to Sunday.
    public static let weekdays = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]

    /// `10 April 2026`.
    public static func text(_ day: Day) -> String {
        let parts = day.parts
        return "\(parts.day) \(self.months[parts.month - 1]) \(parts.year)"
    }

    /// `Jumat, 10 April 2026`.
    public static func withWeekday(_ day: Day) -> String { "\(self.weekdays[day.weekday - 1]), \(self.text(day))" }

    /// `10 April 2026`, the local date in a zone.
    public static func day(_ moment: Date, in zone: TimeZoneName) -> String {
        self.text(Day(of: moment, offset: zone.offset))
    }

    /// `10 April 2026 pukul 15.30 WIB`.
    public static func text(_ moment: Date, in zone: TimeZoneName) -> String {
        let time = self.clock(moment, zone)
        return "\(self.day(moment, in: zone)) pukul \(time.hour).\(time.minute) \(zone.rawValue)"
    }

    /// `2026-04-10T15:30:00+07:00`, for the attribute `datetime`.
    public static func machine(_ moment: Date, in zone: TimeZoneName) -> String {
        let time = self.clock(moment, zone)
        return
            "\(Day(of: moment, offset: zone.offset))T\(time.hour):\(time.minute):\(time.second)+\(self.two(zone.offset / 3600)):00"
    }

    private static func clock(_ moment: Date, _ zone: TimeZoneName) -> (hour: String, minute: String, second: String) {
        let seconds = Int(moment.timeIntervalSince1970.rounded(.down)) + zone.offset
        let ofDay = ((seconds % 86_400) + 86_400) % 86_400
        return (self.two(ofDay / 3600), self.two(ofDay / 60 % 60), self.two(ofDay % 60))
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
