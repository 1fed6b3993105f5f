import Contracts
import Foundation
import Messaging
import Mutants
import Postgres

/// SQL of the inbox: what has been applied, and what came too early.
///
/// `inbox` and `inbox_applied` are only ever inserted into, so messages leave no dead rows behind. The position of a
/// subject is its highest applied sequence.
enum InboxStore {
    /// One message of which something is to be decided.
    struct Asked: Sendable {
        var place: EventPlace
        var id: MessageID
    }

    /// What is known about one message.
    struct Known: Sendable {
        var applied: Int64
        var isRetried: Bool
        var isForgotten: Bool
        /// The message that left the lane under its number, if one did.
        var appliedID: MessageID?
        /// Whether anything of its subject is kept.
        var hasEarly: Bool
    }

    /// Locks the subjects until the transaction ends, in an order that is the same everywhere: whoever handles one of them
    /// stands in line here, in this process or another. Advisory, because locking a row would write to it.
    static func lock(_ queue: String, _ places: [EventPlace], _ tx: Transaction) throws {
        let names = Set(places.map { "\(queue)|\($0.stream)|\($0.subject)" }).sorted()
        try tx.enqueue(
            """
            SELECT pg_advisory_xact_lock(keys.key)
              FROM (SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest(\(names)::text[]) AS name
                     ORDER BY key) AS keys
            """)
    }

    /// What is known about each, in the order of the question. After ``lock(_:_:_:)``, in a statement of its own, so that
    /// it sees what was committed while this transaction stood in line.
    static func known(_ queue: String, _ asked: [Asked], _ tx: Transaction) throws -> [Known] {
        try tx.rows(
            """
            SELECT coalesce(p.applied, 0) AS applied,
                   CASE WHEN m.sequence <= p.applied THEN
                     (SELECT a.message_id FROM inbox_applied a
                       WHERE a.queue = \(queue) AND a.stream = m.stream AND a.subject = m.subject
                         AND a.sequence = m.sequence)
                   END AS applied_id,
                   EXISTS (SELECT 1 FROM retry r
                            WHERE r.queue = \(queue) AND r.sender = '' AND r.message_id = m.id) AS is_retried,
                   m.id < (SELECT since FROM inbox_memory) AND substr(m.id::text, 15, 1) = '7' AS is_forgotten,
                   EXISTS (SELECT 1 FROM inbox_early e
                            WHERE e.queue = \(queue) AND e.stream = m.stream AND e.subject = m.subject) AS has_early
              FROM unnest(\(asked.map(\.place.stream))::text[], \(asked.map(\.place.subject))::text[],
                          \(asked.map(\.id.uuid))::uuid[], \(asked.map(\.place.sequence))::bigint[])
                   WITH ORDINALITY AS m (stream, subject, id, sequence, n)
              LEFT JOIN LATERAL (
                     SELECT a.sequence AS applied FROM inbox_applied a
                      WHERE a.queue = \(queue) AND a.stream = m.stream AND a.subject = m.subject
                      ORDER BY a.sequence DESC LIMIT 1
                   ) p ON TRUE
             ORDER BY m.n
            """
        ) { row in
            Known(
                applied: try row.get("applied"), isRetried: try row.get("is_retried"),
                isForgotten: try row.get("is_forgotten"),
                appliedID: try row.get("applied_id", as: UUID?.self).map { MessageID($0) },
                hasEarly: try row.get("has_early"))
        }
    }

    /// Locks one subject and tells what is known about one message.
    static func standing(_ queue: String, _ place: EventPlace, _ id: MessageID, _ tx: Transaction) throws -> Known {
        try self.lock(queue, [place], tx)
        // One row for each question.
        return try self.known(queue, [Asked(place: place, id: id)], tx)[0]
    }

    /// Moves positions past these messages, which follow what was applied. Copies that are passed are forgotten.
    ///
    /// - Parameter hadEarly: whether anything of these subjects is kept.
    static func advance(_ queue: String, to passed: [Asked], hadEarly: Bool, _ tx: Transaction) throws {
        guard !passed.isEmpty else { return }
        let (streams, subjects) = (passed.map(\.place.stream), passed.map(\.place.subject))
        let sequences = passed.map(\.place.sequence)
        var statements: [SQL] = [
            """
            INSERT INTO inbox_applied (queue, stream, subject, sequence, message_id)
            SELECT \(queue), p.stream, p.subject, p.sequence, p.id
              FROM unnest(\(streams)::text[], \(subjects)::text[], \(sequences)::bigint[],
                          \(passed.map(\.id.uuid))::uuid[])
                AS p (stream, subject, sequence, id)
            """
        ]
        if hadEarly {
            statements.append(
                """
                DELETE FROM inbox_early e
                 USING unnest(\(streams)::text[], \(subjects)::text[], \(sequences)::bigint[])
                    AS p (stream, subject, sequence)
                 WHERE e.queue = \(queue) AND e.stream = p.stream AND e.subject = p.subject
                   AND e.sequence <= p.sequence
                """)
        }
        for statement in statements { try tx.enqueue(statement) }
    }

    /// A consumer's handling of a message.
    struct Effect: Hashable, Sendable {
        var consumer: String
        var message: MessageID
    }

    /// Remembers that these are handled in this transaction.
    ///
    /// - Returns: those that had not been handled before.
    static func insert(_ effects: [Effect], at now: Date, _ tx: Transaction) throws -> Set<Effect> {
        guard !effects.isEmpty, !Mutation.isActive(.noInbox) else { return Set(effects) }
        if Mutation.isActive(.inboxRetentionOfAMinute) {
            try tx.execute("DELETE FROM inbox WHERE processed_at < \(now)::timestamptz - interval '1 minute'")
        }
        return Set(
            try tx.rows(
                """
                INSERT INTO inbox (message_id, consumer, processed_at)
                SELECT e.id, e.consumer, \(now)::timestamptz
                  FROM unnest(\(effects.map(\.message.uuid))::uuid[], \(effects.map(\.consumer))::text[])
                    AS e (id, consumer)
                ON CONFLICT DO NOTHING
                RETURNING message_id, consumer
                """
            ) { row in
                Effect(
                    consumer: try row.get("consumer"),
                    message: MessageID(try row.get("message_id", as: UUID.self)))
            })
    }

    static func keepEarly(
        _ queue: String, _ place: EventPlace, _ message: StoredMessage, isParked: Bool, at now: Date,
        _ tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO inbox_early
              (queue, stream, subject, sequence, message_id, message, body, is_parked, received_at)
            VALUES (\(queue), \(place.stream), \(place.subject), \(place.sequence), \(message.identifier.uuid),
                    \(try message.frame()), \(isParked ? [] : message.body), \(isParked), \(now))
            ON CONFLICT DO NOTHING
            """)
    }

    struct Early: Sendable {
        var sequence: Int64
        var isParked: Bool
        /// How often it was begun without coming to an end.
        var begun: Int
        var messageID: MessageID
        /// `nil` when this build cannot read it.
        var message: StoredMessage?
    }

    /// The message that comes next for this subject, if it is here already.
    static func nextEarly(_ queue: String, _ stream: String, _ subject: String, _ tx: Transaction) throws -> Early? {
        try tx.first(
            """
            SELECT e.sequence, e.is_parked, e.message_id, e.message, e.body, coalesce(t.begun, 0) AS begun
              FROM inbox_early e
              LEFT JOIN inbox_attempt t ON t.queue = e.queue AND t.sender = '' AND t.message_id = e.message_id
             WHERE e.queue = \(queue) AND e.stream = \(stream) AND e.subject = \(subject)
               AND e.sequence = 1 + coalesce((SELECT max(a.sequence) FROM inbox_applied a
                                               WHERE a.queue = \(queue) AND a.stream = \(stream)
                                                 AND a.subject = \(subject)), 0)
            """
        ) { row in
            let (frame, body): ([UInt8], [UInt8]) = (try row.get("message"), try row.get("body"))
            return Early(
                sequence: try row.get("sequence"), isParked: try row.get("is_parked"), begun: try row.get("begun"),
                messageID: MessageID(try row.get("message_id", as: UUID.self)),
                // Unreadable is an answer here: it is parked.
                message: try? StoredMessage(frame: frame, body: body))
        }
    }

    static func hasEarly(_ queue: String, _ place: EventPlace, _ tx: Transaction) throws -> Bool {
        try tx.one(
            """
            SELECT EXISTS (SELECT 1 FROM inbox_early WHERE queue = \(queue) AND stream = \(place.stream)
                              AND subject = \(place.subject) AND sequence = \(place.sequence))
            """
        ) { try $0.get(0) }
    }

    static func deleteEarly(_ queue: String, _ place: EventPlace, _ tx: Transaction) throws {
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
              FROM inbox_early e
             WHERE e.queue = \(queue)
               AND e.sequence = 1 + coalesce((SELECT max(a.sequence) FROM inbox_applied a
                                               WHERE a.queue = e.queue AND a.stream = e.stream
                                                 AND a.subject = e.subject), 0)
             LIMIT \(limit)
            """
        ) { Subject(stream: try $0.get("stream"), subject: try $0.get("subject")) }
    }

    /// Makes the partitions of the inbox and of the stored replies ahead, and drops those that are older than
    /// `inbox_retention` says, unless something rests that may still need them. The owner's functions do it by the owner's
    /// table; this role may only ask for it.
    static func keep(at now: Date, _ tx: Transaction) throws {
        try tx.execute("SELECT inbox_keep(\(now)::timestamptz)")
        try tx.execute("SELECT command_reply_keep(\(now)::timestamptz)")
    }
}
