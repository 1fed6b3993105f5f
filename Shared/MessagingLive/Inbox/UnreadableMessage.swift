import Contracts
import Messaging
import Postgres

/// A message that waits in one of our own tables in a form that this build cannot read: written by a newer build before
/// it was taken back, or damaged. It is parked as it is, so that it holds up nobody.
struct UnreadableMessage: Sendable {
    enum Table: Sendable {
        case retry
        case early
    }

    var table: Table
    var queue: String
    var sender: String
    var messageID: MessageID
    /// Attempts made so far.
    var attempt: Int
    /// `nil` for a command, and for a replay, whose place has been passed.
    var place: EventPlace?

    /// Moves the row to the parked messages, byte by byte.
    ///
    /// - Returns: `false` when it is no longer there.
    func park(_ tx: Transaction) throws -> Bool {
        let reason = ParkReason.unreadable.rawValue
        let taken: SQL
        switch self.table {
        case .retry:
            taken = """
                DELETE FROM retry
                 WHERE queue = \(self.queue) AND sender = \(self.sender) AND message_id = \(self.messageID.uuid)
                RETURNING subject, sequence, history, message, body
                """
        case .early:
            taken = """
                DELETE FROM inbox_early
                 WHERE queue = \(self.queue) AND stream = \(self.place?.stream) AND subject = \(self.place?.subject)
                   AND sequence = \(self.place?.sequence)
                RETURNING subject, sequence, '[]'::jsonb AS history, message, body
                """
        }
        return try tx.execute(
            "WITH taken AS (" + taken
                + """
                )
                INSERT INTO parked_message AS p
                  (queue, sender, message_id, subject, sequence, reason, attempts, history, message, body, body_size,
                   parked_at)
                SELECT \(self.queue), \(self.sender), \(self.messageID.uuid), subject, sequence, \(reason), \(self.attempt),
                       history || jsonb_build_array(jsonb_build_object('attempt', \(self.attempt)::bigint,
                         'at', clock_timestamp(), 'reason', \(reason)::text)),
                       message, body, octet_length(body), clock_timestamp()
                  FROM taken
                ON CONFLICT (queue, sender, message_id) DO UPDATE
                   SET reason = excluded.reason, attempts = excluded.attempts, parked_at = excluded.parked_at,
                       history = p.history || excluded.history, replayed_at = NULL, discarded_at = NULL
                """) == 1
    }
}
