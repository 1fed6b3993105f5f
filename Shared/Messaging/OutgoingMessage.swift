/// A message on its way to the broker.
public struct OutgoingMessage: Hashable, Sendable {
    /// Where it is published.
    public var exchange: String
    /// By which the exchange finds queues.
    public var routingKey: String
    /// Whether a message that reaches no queue comes back.
    public var mandatory: Bool
    /// What it carries beside its body.
    public var properties: MessageProperties
    /// JSON in UTF-8.
    public var body: [UInt8]

    /// A message with everything said.
    public init(exchange: String, routingKey: String, mandatory: Bool, properties: MessageProperties, body: [UInt8]) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.mandatory = mandatory
        self.properties = properties
        self.body = body
    }
}
