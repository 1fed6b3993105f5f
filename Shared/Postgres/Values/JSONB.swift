import Foundation

/// A JSON document as its text in UTF-8; columns are `jsonb` (or `json`).
///
/// The server checks that it is JSON and does not keep the order of keys or the spacing.
public struct JSONB: Sendable, Hashable, PostgresEncodable, PostgresDecodable {
    /// The text of the document.
    public let bytes: [UInt8]

    /// Wraps a text that is already JSON.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The JSON of a value, keys sorted.
    ///
    /// - Throws: `EncodingError`.
    public static func json(_ value: some Encodable) throws -> JSONB {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return JSONB(Array(try encoder.encode(value)))
    }

    /// Reads the document as a value.
    ///
    /// - Throws: `DecodingError`.
    public func decode<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(self.bytes))
    }

    public static var postgresType: PostgresType { .jsonb }
    /// The binary form of jsonb is its version and the text.
    public var postgresValue: PostgresValue { .binary([1] + self.bytes) }

    public init(postgres cell: PostgresCell) throws {
        try cell.require(.jsonb, .json)
        if cell.isBinary, cell.type == .jsonb {
            guard cell.bytes.first == 1 else { throw PostgresDecodingProblem.malformed }
            self.bytes = Array(cell.bytes.dropFirst())
        } else {
            self.bytes = Array(cell.bytes)
        }
    }
}
