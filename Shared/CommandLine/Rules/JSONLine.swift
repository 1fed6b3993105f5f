import Contracts
import Foundation

/// One line of JSON whose members stay in the order in which they were written, so that a person finds what they asked
/// first and two runs can be compared as text.
struct JSONLine: Hashable, Sendable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
    private(set) var members: [Member]

    init(dictionaryLiteral elements: (String, JSONLineValue)...) {
        self.members = elements.map { Member(name: $0.0, value: $0.1) }
    }

    /// Adds a member at the end.
    mutating func append(_ name: String, _ value: JSONLineValue) {
        self.members.append(Member(name: name, value: value))
    }

    /// The line, without a line break.
    var description: String {
        "{\(self.members.map { "\(JSONLineValue.quoted($0.name)):\($0.value)" }.joined(separator: ","))}"
    }

    struct Member: Hashable, Sendable {
        var name: String
        var value: JSONLineValue
    }
}

/// A value in a ``JSONLine``.
indirect enum JSONLineValue: Hashable, Sendable, CustomStringConvertible {
    case null
    case bool(Bool)
    case integer(Int)
    /// A number with exactly `places` digits behind the point, given in units of the last: `decimal(8542, places: 2)` is
    /// 85.42. No binary floating point takes part.
    case decimal(Int, places: Int)
    case string(String)
    case array([JSONLineValue])
    case object(JSONLine)
    /// Any JSON, members sorted by name.
    case json(JSONValue)

    var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .decimal(let value, let places): Self.decimal(value, places)
        case .string(let value): Self.quoted(value)
        case .array(let values): "[\(values.map(\.description).joined(separator: ","))]"
        case .object(let line): line.description
        case .json(let value): Self.encoded(value)
        }
    }

    static func quoted(_ text: String) -> String { Self.encoded(text) }

    private static func encoded(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Nothing but a number that is not finite can fail, and JSON has no such number.
        guard let data = try? encoder.encode(value) else { return "null" }
        return String(decoding: data, as: UTF8.self)
    }

    private static func decimal(_ value: Int, _ places: Int) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = value < 0 ? "-" : ""
        guard places > 0 else { return sign + padded }
        return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}

extension JSONLineValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByNilLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSONLineValue...) { self = .array(elements) }
    init(nilLiteral: ()) { self = .null }
}
