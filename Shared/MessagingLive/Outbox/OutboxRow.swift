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

    /// What ``init(_:)`` reads, in this order and before any other column.
    static let columns: SQL = """
        o.id, o.message_id, o.exchange, o.routing_key, o.mandatory, o.type, o.subject, o.sequence, o.source, o.time,
        o.seconds, o.correlation, o.causation, o.trace, o.body
        """

    /// Puts together the same properties as `Envelope.properties`, from columns: a relay reads a hundred thousand of them in
    /// seconds, and a document would have to be parsed for each.
    init(_ row: Row) throws {
        self.id = try row.get(0)
        let messageID = MessageID(try row.get(1, as: UUID.self)).description
        let exchange: String = try row.get(2)
        let type: String = try row.get(5)
        let subject: String = try row.get(6)
        let correlation: String? = try row.get(11)
        self.lane = subject.isEmpty ? "#\(self.id)" : "\(exchange)|\(MessageType(type).stream)|\(subject)"
        var headers: [String: HeaderValue] = [HeaderName.time: .string(try row.get(9))]
        if !subject.isEmpty { headers[HeaderName.subject] = .string(subject) }
        if let sequence: Int64 = try row.get(7) { headers[HeaderName.sequence] = .int64(sequence) }
        if let cause: UUID = try row.get(12) {
            headers[HeaderName.causationID] = .string(MessageID(cause).description)
        }
        if let correlation { headers[HeaderName.correlationID] = .string(correlation) }
        if let trace: String = try row.get(13) { headers[HeaderName.traceparent] = .string(trace) }
        let properties = MessageProperties(
            contentType: "application/json", type: type, messageID: messageID, correlationID: correlation,
            appID: try row.get(8),
            timestamp: Date(timeIntervalSince1970: TimeInterval(try row.get(10, as: Int64.self))), headers: headers)
        self.message = OutgoingMessage(
            exchange: exchange, routingKey: try row.get(3), mandatory: try row.get(4), properties: properties,
            body: try row.get(14))
    }
}
