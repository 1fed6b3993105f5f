/// The four-digit code of a BPS unit: `0000` headquarters, `pp00` a province, `ppkk` a regency or city.
///
/// BPS codes and the codes of the Ministry of Home Affairs differ (Mempawah is 6104 here, 61.02 there);
/// this type holds only the former.
public struct UnitCode: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// Four decimal digits.
    public let text: String

    /// `nil` unless `text` is exactly four decimal digits. Says nothing about whether such a unit exists.
    public init?(_ text: String) {
        guard text.utf8.count == 4, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self.text = text
    }

    /// BPS headquarters, Jakarta.
    public static let headquarters = UnitCode("0000")!

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let code = UnitCode(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a unit code has four digits")
        }
        self = code
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.text)
    }

    public static func < (one: UnitCode, other: UnitCode) -> Bool { one.text < other.text }
    public var description: String { self.text }
}
