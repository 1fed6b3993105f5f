/// One copy of a message, in the hands of one consumer until it is settled. Never changes; an object, because it is handed
/// on a dozen times.
public final class Delivery: Sendable {
    /// By which the subscription that handed it out recognises it. Means nothing to anybody else.
    public let handle: any Sendable
    /// Whether the broker has handed it out before.
    public let redelivered: Bool
    /// Where it was published.
    public let exchange: String
    /// By which it was routed.
    public let routingKey: String
    /// What it carries beside its body.
    public let properties: MessageProperties
    /// The body, unread.
    public let body: [UInt8]

    /// A delivery with everything said.
    public init(
        handle: any Sendable, redelivered: Bool, exchange: String, routingKey: String, properties: MessageProperties,
        body: [UInt8]
    ) {
        self.handle = handle
        self.redelivered = redelivered
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
    }
}
