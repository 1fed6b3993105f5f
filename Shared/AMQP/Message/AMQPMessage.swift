/// A message on its way to the broker.
public struct AMQPMessage: Sendable, Hashable {
    /// Where it is published; empty is the default exchange, whose routing keys are queue names.
    public var exchange: String
    /// How it is routed.
    public var routingKey: String
    /// Whether it comes back when no queue takes it. A mandatory message without a `messageID` is given a random one.
    public var mandatory: Bool
    /// What it carries beside the body.
    public var properties: AMQPProperties
    /// The octets, as they are.
    public var body: [UInt8]

    /// Takes every part as it is.
    public init(
        exchange: String, routingKey: String, mandatory: Bool = true, properties: AMQPProperties = AMQPProperties(),
        body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.mandatory = mandatory
        self.properties = properties
        self.body = body
    }

    /// Why it cannot be put on the wire, or `nil`: the library would cut or half-send it.
    var flaw: String? {
        func isLong(_ text: String?) -> Bool { (text?.utf8.count ?? 0) > 255 }
        func flaw(_ name: String) -> String { "\(name) longer than 255 bytes" }
        if isLong(self.exchange) { return flaw("exchange") }
        if isLong(self.routingKey) { return flaw("routing key") }
        if isLong(self.properties.contentType) { return flaw("content type") }
        if isLong(self.properties.type) { return flaw("type") }
        if isLong(self.properties.messageID) { return flaw("message id") }
        if isLong(self.properties.correlationID) { return flaw("correlation id") }
        if isLong(self.properties.replyTo) { return flaw("reply-to") }
        if isLong(self.properties.appID) { return flaw("app id") }
        if isLong(self.properties.userID) { return flaw("user id") }
        var size = 0
        for (name, value) in self.properties.headers {
            guard (1...128).contains(name.utf8.count) else { return "header name not of 1 to 128 bytes" }
            size += name.utf8.count + 16
            switch value {
            case .string(let text): size += text.utf8.count
            case .bytes(let bytes): size += bytes.count
            case .int64, .bool, .timestamp: break
            }
        }
        return size > 65_536 ? "headers larger than 64 KiB" : nil
    }

    /// About what it takes in the socket's buffer.
    var wireSize: Int { self.body.count + 1024 }
}
