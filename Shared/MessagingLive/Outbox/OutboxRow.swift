import Contracts
import Foundation
import Messaging
import Postgres

/// One row of the outbox on its way out.
struct OutboxRow: Sendable {
    var id: Int64
    /// What keeps its order: the stream and subject of an event, the case of a worklist entry. A reply stands alone.
    var lane: String
    var message: OutgoingMessage

    static let columns: SQL =
        "o.id, o.message_id, o.exchange, o.routing_key, o.mandatory, o.type, o.subject, o.sequence, o.properties, o.body"

    init(_ row: Row) throws {
        self.id = try row.get("id")
        let subject: String = try row.get("subject")
        let exchange: String = try row.get("exchange")
        let type: MessageType = MessageType(try row.get("type"))
        self.lane = subject.isEmpty ? "#\(self.id)" : "\(exchange)|\(type.stream)|\(subject)"
        var properties = try ContractJSON.decode(
            MessageProperties.self, from: try row.get("properties", as: JSONB.self).bytes)
        if let sequence: Int64 = try row.get("sequence") { properties.headers[HeaderName.sequence] = .int64(sequence) }
        self.message = OutgoingMessage(
            exchange: exchange, routingKey: try row.get("routing_key"), mandatory: try row.get("mandatory"),
            properties: properties, body: try row.get("body"))
    }
}
