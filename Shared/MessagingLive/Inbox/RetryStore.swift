import Contracts
import Foundation
import Messaging
import Postgres

/// SQL of the messages that wait for another attempt.
enum RetryStore {
    struct Entry: Sendable {
        var queue: String
        var sender: String
        var messageID: MessageID
        /// Attempts made so far.
        var attempt: Int
        var isReplay: Bool
        var actor: AuthenticatedActor?
        var message: StoredMessage
        /// Where it stands, so that what waits here is not taken for missing; `nil` for a command.
        var place: EventPlace?
        /// How often it was begun without coming to an end.
        var begun = 0
    }

    static func exists(_ queue: String, _ sender: String, _ message: MessageID, _ tx: Transaction) throws -> Bool {
        try tx.one(
            """
            SELECT EXISTS (SELECT 1 FROM retry
                            WHERE queue = \(queue) AND sender = \(sender) AND message_id = \(message.uuid))
            """
        ) { try $0.get(0) }
    }

    /// Locks the entry, if it is still due; another process may have been faster.
    static func lockDue(
        _ queue: String, _ sender: String, _ message: MessageID, at now: Date, _ tx: Transaction
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM retry
             WHERE queue = \(queue) AND sender = \(sender) AND message_id = \(message.uuid) AND due_at <= \(now)
               FOR UPDATE
            """
        ) { try $0.get(0, as: Int.self) } != nil
    }

    /// Writes down that an attempt failed and when the next one is due.
    static func put(_ entry: Entry, due: Date, code: String, at now: Date, _ tx: Transaction) throws {
        let actor = try entry.actor.map { try ContractJSON.encode($0) }
        try tx.execute(
            """
            INSERT INTO retry AS r
              (queue, sender, message_id, stream, subject, sequence, attempt, due_at, reason, is_replay, history, actor,
               message, body)
            VALUES (\(entry.queue), \(entry.sender), \(entry.messageID.uuid), \(entry.place?.stream),
                    \(entry.place?.subject), \(entry.place?.sequence), \(entry.attempt), \(due), \(code),
                    \(entry.isReplay), jsonb_build_array(jsonb_build_object('attempt', \(entry.attempt)::bigint,
                      'at', \(now)::timestamptz, 'reason', \(code)::text)),
                    \(actor), \(try entry.message.frame()), \(entry.message.body))
            ON CONFLICT (queue, sender, message_id) DO UPDATE
               SET attempt = excluded.attempt, due_at = excluded.due_at, reason = excluded.reason,
                   history = r.history || excluded.history
            """)
    }

    static func delete(_ queue: String, _ sender: String, _ message: MessageID, _ tx: Transaction) throws {
        try tx.execute(
            "DELETE FROM retry WHERE queue = \(queue) AND sender = \(sender) AND message_id = \(message.uuid)")
    }

    static func due(_ queues: [String], at now: Date, limit: Int, _ tx: Transaction) throws -> [Entry] {
        try tx.rows(
            """
            SELECT r.queue, r.sender, r.message_id, r.attempt, r.is_replay, r.actor, r.message, r.body,
                   coalesce(t.begun, 0) AS begun
              FROM retry r LEFT JOIN inbox_attempt t USING (queue, sender, message_id)
             WHERE r.queue = ANY (\(queues)) AND r.due_at <= \(now)
             ORDER BY r.due_at LIMIT \(limit)
            """
        ) { row in
            let actor: [UInt8]? = try row.get("actor")
            return Entry(
                queue: try row.get("queue"), sender: try row.get("sender"),
                messageID: MessageID(try row.get("message_id", as: UUID.self)), attempt: try row.get("attempt"),
                isReplay: try row.get("is_replay"),
                actor: try actor.map { try ContractJSON.decode(AuthenticatedActor.self, from: $0) },
                message: try StoredMessage(frame: try row.get("message"), body: try row.get("body")),
                begun: try row.get("begun"))
        }
    }
}
