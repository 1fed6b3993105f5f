/// A value that is personal data in the sense of UU 27/2022: it travels and is stored, but cannot be printed by accident.
///
/// Interpolation, `print`, logging and mirrors show only `‹personal›`; reading the value takes the word `reveal()`,
/// which a reviewer can search for.
public struct Personal<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: Value

    /// Marks a value as personal.
    public init(_ value: Value) { self.value = value }

    /// The value itself. The caller answers for where it goes.
    public func reveal() -> Value { self.value }

    public var description: String { "‹personal›" }
    public var debugDescription: String { "‹personal›" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Personal: Equatable where Value: Equatable {}
extension Personal: Hashable where Value: Hashable {}

extension Personal: Codable where Value: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Value.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.value)
    }
}
