import Contracts
import Messaging

/// A delivery as it is kept in a table: everything but the actor's token, in a form that any bytes fit into.
struct StoredMessage: Sendable {
    /// What is written as JSON into one column. Text columns would refuse a NUL that a broken sender may have sent.
    private struct Frame: Codable {
        var exchange: String
        var routingKey: String
        var properties: MessageProperties
    }

    var exchange: String
    var routingKey: String
    var properties: MessageProperties
    var body: [UInt8]

    init(_ delivery: Delivery) {
        self.exchange = delivery.exchange
        self.routingKey = delivery.routingKey
        self.properties = delivery.properties.withoutSecrets
        self.body = delivery.body
    }

    init(frame: [UInt8], body: [UInt8]) throws {
        let frame = try ContractJSON.decode(Frame.self, from: frame)
        self.exchange = frame.exchange
        self.routingKey = frame.routingKey
        self.properties = frame.properties
        self.body = body
    }

    func frame() throws -> [UInt8] {
        try ContractJSON.encode(
            Frame(exchange: self.exchange, routingKey: self.routingKey, properties: self.properties))
    }

    /// The body as it is kept: a message that is too large is not worth its size.
    var keptBody: [UInt8] {
        self.body.count <= RawMessage.largestBody ? self.body : Array(self.body.prefix(RawMessage.largestBody))
    }

    /// The message's own identifier, or one made of its bytes, so that the same unreadable message is parked once.
    var identifier: MessageID {
        if let id = self.properties.messageID.flatMap({ MessageID($0) }) { return id }
        var bytes = self.body
        bytes += Array("|\(self.exchange)|\(self.routingKey)|\(self.properties.messageID ?? "")".utf8)
        bytes += Array("|\(self.properties.type ?? "")|\(self.properties.correlationID ?? "")".utf8)
        let (one, two) = (Self.fnv(bytes, 0xCBF2_9CE4_8422_2325), Self.fnv(bytes, 0x6C62_272E_07BB_0142))
        let digest = [one, two].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        return MessageID(.named(digest: digest))
    }

    /// The broker user, or nothing; never longer or stranger than a column takes.
    var sender: String { Self.printable(self.properties.userID) ?? "" }
    /// The stated type, if it can be shown.
    var typeName: String? { Self.printable(self.properties.type) }

    static func printable(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= 255, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return text
    }

    /// FNV-1a. Not against malice: whoever makes two broken messages look the same hides a broken message.
    private static func fnv(_ bytes: [UInt8], _ start: UInt64) -> UInt64 {
        bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
