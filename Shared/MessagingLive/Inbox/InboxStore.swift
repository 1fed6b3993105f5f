import Contracts
import Foundation
import Messaging
import Postgres

/// SQL of the inbox: what has been applied, and what came too early.
enum InboxStore {
    /// The last applied sequence of the place's subject, locked until the transaction ends: whoever handles this subject
    /// stands in line here, in this process or another.
    static func lockPosition(_ queue: String, _ place: Place, _ tx: Transaction) throws -> Int64 {
        try tx.one(
            """
            INSERT INTO inbox_position AS p (queue, stream, subject, applied)
            VALUES (\(queue), \(place.stream), \(place.subject), 0)
            ON CONFLICT (queue, stream, subject) DO UPDATE SET applied = p.applied
            RETURNING applied
            """
        ) { try $0.get("applied") }
    }

    /// Moves the position to this sequence. Copies of what it passes are forgotten.
    static func advance(_ queue: String, to place: Place, _ tx: Transaction) throws {
        try tx.pipeline([
            """
            UPDATE inbox_position SET applied = \(place.sequence)
             WHERE queue = \(queue) AND stream = \(place.stream) AND subject = \(place.subject)
            """,
            """
            DELETE FROM inbox_early
             WHERE queue = \(queue) AND stream = \(place.stream) AND subject = \(place.subject)
               AND sequence <= \(place.sequence)
            """,
        ])
    }

    /// Remembers that the consumer handles the message in this transaction.
    ///
    /// - Returns: `false` when it has handled it before.
    static func insert(_ consumer: ConsumerName, _ message: MessageID, at now: Date, _ tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO inbox (consumer, message_id, processed_at) VALUES (\(consumer.name), \(message.uuid), \(now))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    static func keepEarly(
        _ queue: String, _ place: Place, _ message: StoredMessage, isParked: Bool, at now: Date, _ tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO inbox_early (queue, stream, subject, sequence, message, body, is_parked, received_at)
            VALUES (\(queue), \(place.stream), \(place.subject), \(place.sequence), \(try message.frame()),
                    \(isParked ? [] : message.body), \(isParked), \(now))
            ON CONFLICT DO NOTHING
            """)
    }

    struct Early: Sendable {
        var sequence: Int64
        var isParked: Bool
        var message: StoredMessage
    }

    /// The message that comes next for this subject, if it is here already.
    static func nextEarly(_ queue: String, _ stream: String, _ subject: String, _ tx: Transaction) throws -> Early? {
        try tx.first(
            """
            SELECT e.sequence, e.is_parked, e.message, e.body
              FROM inbox_early e JOIN inbox_position p USING (queue, stream, subject)
             WHERE e.queue = \(queue) AND e.stream = \(stream) AND e.subject = \(subject)
               AND e.sequence = p.applied + 1
            """
        ) { row in
            Early(
                sequence: try row.get("sequence"), isParked: try row.get("is_parked"),
                message: try StoredMessage(frame: try row.get("message"), body: try row.get("body")))
        }
    }

    static func hasEarly(_ queue: String, _ place: Place, _ tx: Transaction) throws -> Bool {
        try tx.one(
            """
            SELECT EXISTS (SELECT 1 FROM inbox_early WHERE queue = \(queue) AND stream = \(place.stream)
                              AND subject = \(place.subject) AND sequence = \(place.sequence))
            """
        ) { try $0.get(0) }
    }

    static func deleteEarly(_ queue: String, _ place: Place, _ tx: Transaction) throws {
        try tx.execute(
            """
            DELETE FROM inbox_early WHERE queue = \(queue) AND stream = \(place.stream)
               AND subject = \(place.subject) AND sequence = \(place.sequence)
            """)
    }

    struct Subject: Hashable, Sendable {
        var stream: String
        var subject: String
    }

    /// Subjects whose next message is here already: left over when a process ended between two transactions.
    static func ready(_ queue: String, limit: Int, _ tx: Transaction) throws -> [Subject] {
        try tx.rows(
            """
            SELECT e.stream, e.subject
              FROM inbox_early e JOIN inbox_position p USING (queue, stream, subject)
             WHERE e.queue = \(queue) AND e.sequence = p.applied + 1
             LIMIT \(limit)
            """
        ) { Subject(stream: try $0.get("stream"), subject: try $0.get("subject")) }
    }
}
