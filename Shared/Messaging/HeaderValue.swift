public import Foundation

/// A value of a message header, in the kinds that Layak uses.
public enum HeaderValue: Hashable, Sendable, Codable {
    /// Text.
    case string(String)
    /// A whole number of any width.
    case int64(Int64)
    /// Yes or no.
    case bool(Bool)
    /// Raw bytes.
    case bytes([UInt8])
    /// A moment in whole seconds.
    case timestamp(Date)

    /// The text, if it is one.
    public var string: String? {
        switch self {
        case .string(let text): text
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }

    /// The number, if it is one or is written as one.
    public var integer: Int64? {
        switch self {
        case .int64(let number): number
        case .string(let text): Int64(text)
        default: nil
        }
    }
}
