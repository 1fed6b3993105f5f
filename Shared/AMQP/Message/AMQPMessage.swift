/// A message on its way to the broker.
///
/// A copy of it is one reference, not one for each of its texts: it is kept until the broker has answered.
public struct AMQPMessage: Sendable, Hashable {
    private struct Parts: Sendable, Hashable {
        var exchange: String
        var routingKey: String
        var mandatory: Bool
        var properties: AMQPProperties
        var body: [UInt8]
    }

    private final class Box: Sendable {
        let parts: Parts
        init(_ parts: Parts) { self.parts = parts }
    }

    private var box: Box

    /// Takes every part as it is.
    public init(
        exchange: String, routingKey: String, mandatory: Bool = true, properties: AMQPProperties = AMQPProperties(),
        body: [UInt8]
    ) {
        self.box = Box(
            Parts(exchange: exchange, routingKey: routingKey, mandatory: mandatory, properties: properties, body: body))
    }

    /// Where it is published; empty is the default exchange, whose routing keys are queue names.
    public var exchange: String {
        get { self.box.parts.exchange }
        set { self.change { $0.exchange = newValue } }
    }

    /// How it is routed.
    public var routingKey: String {
        get { self.box.parts.routingKey }
        set { self.change { $0.routingKey = newValue } }
    }

    /// Whether it comes back when no queue takes it. A mandatory message without a `messageID` is given a random one.
    public var mandatory: Bool {
        get { self.box.parts.mandatory }
        set { self.change { $0.mandatory = newValue } }
    }

    /// What it carries beside the body.
    public var properties: AMQPProperties {
        get { self.box.parts.properties }
        set { self.change { $0.properties = newValue } }
    }

    /// The octets, as they are.
    public var body: [UInt8] {
        get { self.box.parts.body }
        set { self.change { $0.body = newValue } }
    }

    private mutating func change(_ change: (inout Parts) -> Void) {
        var parts = self.box.parts
        change(&parts)
        self.box = Box(parts)
    }

    public static func == (one: AMQPMessage, other: AMQPMessage) -> Bool {
        one.box === other.box || one.box.parts == other.box.parts
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(self.box.parts) }

    /// Its identifier, without a copy of the other properties.
    var messageID: String? { self.box.parts.properties.messageID }

    /// Why it cannot be put on the wire, or `nil`: the library would cut or half-send it.
    var flaw: String? {
        func isLong(_ text: String?) -> Bool { (text?.utf8.count ?? 0) > 255 }
        func flaw(_ name: String) -> String { "\(name) longer than 255 bytes" }
        let properties = self.properties
        if isLong(self.exchange) { return flaw("exchange") }
        if isLong(self.routingKey) { return flaw("routing key") }
        if isLong(properties.contentType) { return flaw("content type") }
        if isLong(properties.type) { return flaw("type") }
        if isLong(properties.messageID) { return flaw("message id") }
        if isLong(properties.correlationID) { return flaw("correlation id") }
        if isLong(properties.replyTo) { return flaw("reply-to") }
        if isLong(properties.appID) { return flaw("app id") }
        if isLong(properties.userID) { return flaw("user id") }
        var size = 0
        for (name, value) in properties.headers {
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
