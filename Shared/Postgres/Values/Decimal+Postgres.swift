public import Foundation

extension Decimal: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .numeric }
    public var postgresValue: PostgresValue { .text(self.isNaN ? "NaN" : self.description) }

    /// Reads numeric exactly: more than 38 significant digits, NaN and infinity are an overflow, never rounded.
    public init(postgres cell: PostgresCell) throws {
        try cell.require(.numeric)
        self = try Self.exact(try cell.text)
    }

    static func exact(_ text: String) throws -> Decimal {
        let digits = text.utf8.filter { (48...57).contains($0) }
        guard !digits.isEmpty else { throw PostgresDecodingProblem.overflow }
        let significant = digits.drop { $0 == 48 }
        let trailingZeros = significant.reversed().prefix { $0 == 48 }.count
        guard significant.count - trailingZeros <= 38, significant.count <= 127 else {
            throw PostgresDecodingProblem.overflow
        }
        guard let number = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")), !number.isNaN else {
            throw PostgresDecodingProblem.malformed
        }
        return number
    }
}
