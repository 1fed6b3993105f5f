/// A message on its way to the broker.
///
/// It passes through a dozen hands: a copy of it is one reference, not one for each of its texts.
public struct OutgoingMessage: Hashable, Sendable {
    private struct Parts: Hashable, Sendable {
        var exchange: String
        var routingKey: String
        var mandatory: Bool
        var properties: MessageProperties
        var body: [UInt8]
    }

    private final class Box: Sendable {
        let parts: Parts
        init(_ parts: Parts) { self.parts = parts }
    }

    private var box: Box

    /// A message with everything said.
    public init(exchange: String, routingKey: String, mandatory: Bool, properties: MessageProperties, body: [UInt8]) {
        self.box = Box(
            Parts(exchange: exchange, routingKey: routingKey, mandatory: mandatory, properties: properties, body: body))
    }

    /// Where it is published.
    public var exchange: String {
        get { self.box.parts.exchange }
        set { self.change { $0.exchange = newValue } }
    }

    /// By which the exchange finds queues.
    public var routingKey: String {
        get { self.box.parts.routingKey }
        set { self.change { $0.routingKey = newValue } }
    }

    /// Whether a message that reaches no queue comes back.
    public var mandatory: Bool {
        get { self.box.parts.mandatory }
        set { self.change { $0.mandatory = newValue } }
    }

    /// What it carries beside its body.
    public var properties: MessageProperties {
        get { self.box.parts.properties }
        set { self.change { $0.properties = newValue } }
    }

    /// JSON in UTF-8.
    public var body: [UInt8] {
        get { self.box.parts.body }
        set { self.change { $0.body = newValue } }
    }

    private mutating func change(_ change: (inout Parts) -> Void) {
        var parts = self.box.parts
        change(&parts)
        self.box = Box(parts)
    }

    public static func == (one: OutgoingMessage, other: OutgoingMessage) -> Bool {
        one.box === other.box || one.box.parts == other.box.parts
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(self.box.parts) }
}
