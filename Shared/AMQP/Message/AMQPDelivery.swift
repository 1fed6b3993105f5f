/// One copy of a message, lent by the broker until it is settled.
public struct AMQPDelivery: Sendable, Hashable {
    /// Which delivery on which connection. Tags begin again at 1 on every connection, so an old one must never be settled on
    /// a new one.
    public struct Tag: Sendable, Hashable {
        /// The connection, counted by the session from 1.
        public let generation: UInt64
        /// The broker's number on that connection.
        public let number: UInt64
    }

    /// Settles this copy and no other.
    public let tag: Tag
    /// Whether the broker has handed it out before: to this consumer, or to another, on this connection or an earlier one.
    public let redelivered: Bool
    /// Where it was published.
    public let exchange: String
    /// How it was routed.
    public let routingKey: String
    /// What it carries beside the body.
    public let properties: AMQPProperties
    /// The octets, as they came; not checked in any way.
    public let body: [UInt8]
}
