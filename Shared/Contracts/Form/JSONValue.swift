/// Any JSON value: what an answer of the form may hold before the form's definition is asked about it.
public enum JSONValue: Hashable, Sendable, Codable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // A container says what it does not hold only by throwing, which costs as much as reading a hundred letters: each
        // kind is tried in turn, the usual ones first. No text of JSON is of two kinds but whole numbers, so the order
        // decides about nothing else.
        func held<Value: Decodable>(_ type: Value.Type) -> Value? { try? container.decode(type) }
        if container.decodeNil() {
            self = .null
        } else if let value = held(String.self) {
            self = .string(value)
        } else if let value = held(Int.self) {
            self = .integer(value)
        } else if let value = held([JSONValue].self) {
            self = .array(value)
        } else if let value = held([String: JSONValue].self) {
            self = .object(value)
        } else if let value = held(Bool.self) {
            self = .bool(value)
        } else {
            self = .number(try container.decode(Double.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The text, when it is one.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The whole number, when it is one.
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    /// The members, when it is an object.
    public var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }
    /// The elements, when it is an array.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
}

/// As JSON in one line, keys sorted, for people to read: a value that cannot be shown otherwise must not disappear.
extension JSONValue: CustomStringConvertible {
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): Self.quoted(value)
        case .array(let values): "[\(values.map(\.description).joined(separator: ","))]"
        case .object(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\($0.value)" }.joined(separator: ","))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\n": "\\n"
            case "\t": "\\t"
            // Control characters and broken text come from outside; nobody can read them.
            case _ where scalar.value < 0x20: "\u{FFFD}"
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
