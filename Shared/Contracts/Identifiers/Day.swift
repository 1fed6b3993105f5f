public import Foundation

/// A date of the Gregorian calendar without a time or zone, written `2026-03-13`.
public struct Day: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01; negative before.
    public let number: Int

    /// The day with this number, counted from 1970-01-01.
    public init(number: Int) { self.number = number }

    /// `nil` when there is no such date (30 February, month 13) or the year is outside 1…9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let number = Day.number(year: year, month: month, day: day)
        let back = Day.parts(of: number)
        guard back.month == month, back.day == day else { return nil }
        self.number = number
    }

    /// Reads `yyyy-mm-dd`; `nil` for any other text and for dates that do not exist.
    public init?(_ text: String) {
        // What is asked is mostly no date at all, as any answer of a form.
        guard text.utf8.count == 10 else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            text.utf8.allSatisfy({ $0 == 45 || (48...57).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The local date of a moment in a zone that is `offset` seconds ahead of UTC.
    public init(of moment: Date, offset: Int) {
        self.number = Int(((moment.timeIntervalSince1970 + Double(offset)) / 86_400).rounded(.down))
    }

    /// Year, month (1–12) and day of the month (1–31).
    public var parts: (year: Int, month: Int, day: Int) { Day.parts(of: self.number) }

    /// ISO 8601 weekday: 1 is Monday, 7 is Sunday.
    public var weekday: Int { ((self.number + 3) % 7 + 7) % 7 + 1 }

    /// The day `count` days later; earlier when negative.
    public func advanced(by count: Int) -> Day { Day(number: self.number + count) }

    /// The moment at which this day reaches `seconds` after its local midnight, `offset` seconds ahead of UTC.
    public func moment(secondsAfterMidnight seconds: Int, offset: Int) -> Date {
        Date(timeIntervalSince1970: Double(self.number * 86_400 + seconds - offset))
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = Day(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a date is written yyyy-mm-dd")
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }

    public static func < (one: Day, other: Day) -> Bool { one.number < other.number }

    public var description: String {
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let parts = self.parts
        return "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
    }

    // Days-from-civil and its inverse for the proleptic Gregorian calendar: exact, and free of time zones.
    private static func number(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func parts(of number: Int) -> (year: Int, month: Int, day: Int) {
        let z = number + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * mp + 2) / 5 + 1
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
