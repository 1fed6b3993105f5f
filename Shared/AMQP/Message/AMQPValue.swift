public import Foundation

/// A value in message headers and queue arguments.
public enum AMQPValue: Sendable, Hashable {
    /// UTF-8 text (type `S`).
    case string(String)
    /// A whole number (sent as type `l`; every integer type is accepted).
    case int64(Int64)
    /// True or false (type `t`).
    case bool(Bool)
    /// Octets (type `x`).
    case bytes([UInt8])
    /// A moment in whole seconds (type `T`).
    case timestamp(Date)
}

extension AMQPValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// Text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .int64(value) }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// The text, if it is one.
    public var text: String? { if case .string(let text) = self { text } else { nil } }
    /// The number, if it is one.
    public var number: Int64? { if case .int64(let number) = self { number } else { nil } }
}

/// As JSON: text, number, true or false. Bytes and moments do not occur in a topology and are refused.
extension AMQPValue: Codable {
    /// Reads text, a whole number or a boolean.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // A container says what it does not hold only by throwing: each kind is tried in turn.
        func held<Value: Decodable>(_ type: Value.Type) -> Value? { try? container.decode(type) }
        if let bool = held(Bool.self) {
            self = .bool(bool)
        } else if let number = held(Int64.self) {
            self = .int64(number)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    /// Writes text, a whole number or a boolean; throws for other kinds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let text): try container.encode(text)
        case .int64(let number): try container.encode(number)
        case .bool(let bool): try container.encode(bool)
        case .bytes, .timestamp:
            throw EncodingError.invalidValue(
                self, .init(codingPath: encoder.codingPath, debugDescription: "only text, numbers and booleans"))
        }
    }
}
