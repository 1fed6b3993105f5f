import Contracts
import Foundation
import Messaging
import Postgres

/// SQL of the messages that have left the lane.
enum ParkedStore {
    /// Parks a message with the history of its attempts, and takes it out of the retries.
    static func park(
        _ message: StoredMessage, queue: String, sender: String, envelope: Envelope?, reason: ParkReason, attempt: Int,
        at now: Date, _ tx: Transaction
    ) throws {
        let id = message.identifier
        try tx.execute(
            """
            INSERT INTO parked_message AS p
              (queue, sender, message_id, type, subject, sequence, reason, attempts, history, message, body, body_size,
               parked_at)
            VALUES (\(queue), \(sender), \(id.uuid), \(message.typeName),
                    \(StoredMessage.printable(envelope?.subject)), \(envelope?.sequence), \(reason.rawValue),
                    \(attempt),
                    coalesce((SELECT history FROM retry WHERE queue = \(queue) AND sender = \(sender)
                                 AND message_id = \(id.uuid)), '[]')
                      || jsonb_build_array(jsonb_build_object('attempt', \(attempt)::bigint,
                           'at', \(now)::timestamptz, 'reason', \(reason.rawValue)::text)),
                    \(try message.frame()), \(message.keptBody), \(message.body.count), \(now))
            ON CONFLICT (queue, sender, message_id) DO UPDATE
               SET reason = excluded.reason, attempts = excluded.attempts, parked_at = excluded.parked_at,
                   history = p.history || excluded.history, replayed_at = NULL, discarded_at = NULL
            """)
        try RetryStore.delete(queue, sender, id, tx)
    }
}
