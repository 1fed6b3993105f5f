/// The name under which a handler remembers what it has done: `review.open-case`. Part of the inbox's key, so it is
/// never changed once the handler has run in production.
public struct ConsumerName: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// `<service>.<what it does>`, in lower case with hyphens.
    public let name: String

    /// Takes the name as it is stored.
    public init(_ name: String) { self.name = name }
    public init(stringLiteral value: String) { self.name = value }
    public var description: String { self.name }
}
