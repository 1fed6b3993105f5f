/// Something the broker said, put together from its frames.
enum InboundEvent: Sendable, Hashable {
    case delivered(
        number: UInt64, redelivered: Bool, exchange: String, routingKey: String, properties: AMQPProperties,
        body: [UInt8])
    case returned(messageID: String?, code: UInt16, text: String)
    case settled(number: UInt64, multiple: Bool, isNack: Bool)
    case cancelled
    case channelClosed(code: UInt16, text: String)
    case connectionClosed(code: UInt16, text: String)
    case blocked(reason: String)
    case unblocked
}
