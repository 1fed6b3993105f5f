/// One frame from the broker, copied out of the library's memory.
enum InboundFrame: Sendable, Hashable {
    case deliver(number: UInt64, redelivered: Bool, exchange: String, routingKey: String)
    case returned(code: UInt16, text: String)
    case settled(number: UInt64, multiple: Bool, isNack: Bool)
    case cancelled(consumerTag: String)
    case channelClosed(code: UInt16, text: String)
    case connectionClosed(code: UInt16, text: String)
    case blocked(reason: String)
    case unblocked
    case header(bodySize: UInt64, properties: AMQPProperties)
    case body([UInt8])
    /// A method that nobody asked for; the number is class and method id.
    case unexpected(UInt32)
}
