/// A type whose Swift array is one value of PostgreSQL: an SQL array, or for `UInt8` a bytea.
public protocol PostgresArrayElement: Sendable {
    /// The type of the whole array.
    static var postgresArrayType: PostgresType { get }
    /// The whole array as a value.
    static func encodePostgres(array: [Self]) -> PostgresValue
    /// Reads a whole array. An SQL array of one dimension without NULL.
    static func decodePostgres(array cell: PostgresCell) throws -> [Self]
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    public static var postgresType: PostgresType { Element.postgresArrayType }
    public var postgresValue: PostgresValue { Element.encodePostgres(array: self) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    public init(postgres cell: PostgresCell) throws { self = try Element.decodePostgres(array: cell) }
}

/// An element that travels in the text form of arrays (`{a,"b c"}`).
protocol TextArrayElement: PostgresArrayElement {
    static var acceptedArrayTypes: [PostgresType] { get }
    var arrayText: String { get }
    init(arrayText: String) throws
}

extension TextArrayElement {
    static var acceptedArrayTypes: [PostgresType] { [Self.postgresArrayType] }

    public static func encodePostgres(array: [Self]) -> PostgresValue {
        let texts = array.map(\.arrayText)
        // A zero byte would end libpq's text form silently.
        guard !texts.contains(where: { $0.utf8.contains(0) }) else { return .outOfRange }
        return .text(ArrayText.write(texts))
    }

    public static func decodePostgres(array cell: PostgresCell) throws -> [Self] {
        guard Self.acceptedArrayTypes.contains(cell.type), !cell.isBinary else {
            throw PostgresDecodingProblem.wrongType(cell.type)
        }
        return try ArrayText.read(Array(cell.bytes)).map { try Self(arrayText: $0) }
    }
}

/// The text form of SQL arrays of one dimension.
enum ArrayText {
    static func write(_ elements: [String]) -> String {
        let quoted = elements.map { element in
            var text = "\""
            for character in element.unicodeScalars {
                if character == "\"" || character == "\\" { text.unicodeScalars.append("\\") }
                text.unicodeScalars.append(character)
            }
            return text + "\""
        }
        return "{" + quoted.joined(separator: ",") + "}"
    }

    static func read(_ text: [UInt8]) throws -> [String] {
        guard text.first == UInt8(ascii: "{"), text.last == UInt8(ascii: "}") else {
            throw PostgresDecodingProblem.malformed
        }
        var elements: [String] = []
        var index = 1
        let end = text.count - 1
        while index < end {
            var bytes: [UInt8] = []
            let isQuoted = text[index] == UInt8(ascii: "\"")
            if isQuoted {
                index += 1
                while index < end, text[index] != UInt8(ascii: "\"") {
                    if text[index] == UInt8(ascii: "\\") { index += 1 }
                    bytes.append(text[index])
                    index += 1
                }
                index += 1
            } else {
                while index < end, text[index] != UInt8(ascii: ",") {
                    // A nested brace is a second dimension.
                    guard text[index] != UInt8(ascii: "{") else { throw PostgresDecodingProblem.malformed }
                    bytes.append(text[index])
                    index += 1
                }
            }
            guard let element = String(validating: bytes, as: UTF8.self) else {
                throw PostgresDecodingProblem.malformed
            }
            if !isQuoted, element.uppercased() == "NULL" { throw PostgresDecodingProblem.null }
            elements.append(element)
            if index < end {
                guard text[index] == UInt8(ascii: ",") else { throw PostgresDecodingProblem.malformed }
                index += 1
            }
        }
        return elements
    }
}
