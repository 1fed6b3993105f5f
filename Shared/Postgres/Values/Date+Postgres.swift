public import Foundation

/// Seconds from 2000-01-01 (PostgreSQL's epoch) to 2001-01-01 (Foundation's), both UTC.
private let epochDistance: Int64 = 366 * 86_400

extension Date: PostgresEncodable, PostgresDecodable {
    /// A moment; columns are `timestamptz`, which keeps microseconds.
    public static var postgresType: PostgresType { .timestamptz }

    public var postgresValue: PostgresValue {
        let microseconds = (self.timeIntervalSinceReferenceDate * 1_000_000).rounded()
        // Also false for NaN. The bound leaves room for the distance of the epochs.
        guard microseconds.magnitude < 9e18 else { return .outOfRange }
        return .binary(bigEndianBytes(Int64(microseconds) + epochDistance * 1_000_000))
    }

    public init(postgres cell: PostgresCell) throws {
        try cell.require(.timestamptz)
        let microseconds =
            cell.isBinary
            ? try cell.bigEndian(Int64.self) : try Self.microseconds(ofText: Array(cell.bytes))
        guard microseconds != .max, microseconds != .min else { throw PostgresDecodingProblem.overflow }
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        self.init(timeIntervalSinceReferenceDate: Double(seconds - epochDistance) + Double(rest) / 1_000_000)
    }

    /// Reads `2026-04-15 09:30:00.123456+00` (DateStyle ISO) as microseconds since 2000; infinity as the extremes.
    private static func microseconds(ofText text: [UInt8]) throws -> Int64 {
        if text.elementsEqual("infinity".utf8) || text.elementsEqual("-infinity".utf8) {
            throw PostgresDecodingProblem.overflow
        }
        var reader = DigitReader(text)
        let year = try reader.number()
        try reader.expect("-")
        let month = try reader.number()
        try reader.expect("-")
        let day = try reader.number()
        try reader.expect(" ")
        let hour = try reader.number()
        try reader.expect(":")
        let minute = try reader.number()
        try reader.expect(":")
        let second = try reader.number()
        var fraction: Int64 = 0
        if reader.skip(".") { fraction = try reader.fraction(digits: 6) }
        let sign: Int64 = reader.skip("-") ? -1 : 1
        if sign == 1 { try reader.expect("+") }
        var offset = try reader.number() * 3600
        if reader.skip(":") { offset += try reader.number() * 60 }
        if reader.skip(":") { offset += try reader.number() }
        // Years before Christ are written with " BC"; no moment of ours lies there.
        guard reader.isAtEnd else { throw PostgresDecodingProblem.overflow }
        let days = daysSince2000(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - sign * offset
        return seconds * 1_000_000 + fraction
    }

    /// Days of the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private static func daysSince2000(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 730_425
    }
}

/// Reads decimal numbers out of ASCII text.
private struct DigitReader {
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { self.position == self.text.count }

    private var digit: Int64? {
        guard self.position < self.text.count, (48...57).contains(self.text[self.position]) else { return nil }
        return Int64(self.text[self.position] - 48)
    }

    mutating func number() throws -> Int64 {
        var number: Int64 = 0
        let start = self.position
        while let digit = self.digit, self.position - start < 9 {
            number = number * 10 + digit
            self.position += 1
        }
        guard self.position > start else { throw PostgresDecodingProblem.malformed }
        return number
    }

    mutating func fraction(digits: Int) throws -> Int64 {
        let start = self.position
        var number = try self.number()
        for _ in (self.position - start)..<digits { number *= 10 }
        return number
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard self.position < self.text.count, self.text[self.position] == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws {
        guard self.skip(character) else { throw PostgresDecodingProblem.malformed }
    }
}
