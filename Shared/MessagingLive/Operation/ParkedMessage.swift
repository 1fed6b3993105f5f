public import Contracts
public import Foundation
public import Messaging
public import Postgres

/// A message that has left the lane, as an operator sees it. Its body is not shown.
public struct ParkedMessage: Hashable, Sendable {
    /// The queue that it came from.
    public let queue: String
    /// The broker user that sent it; empty for events.
    public let sender: String
    /// Its identifier, or one made of its bytes when it had none.
    public let messageID: MessageID
    /// Its stated type, if it could be shown.
    public let type: String?
    /// What it is about.
    public let subject: String?
    /// Position in the stream of the subject.
    public let sequence: Int64?
    /// Why it rests here.
    public let reason: ParkReason
    /// How often it was tried.
    public let attempts: Int
    /// Bytes of the body as it arrived.
    public let bodySize: Int
    /// Since when.
    public let parkedAt: Date
    /// When an operator let it run again; `nil` while it rests.
    public let replayedAt: Date?

    /// The messages that rest, oldest first.
    public static func resting(limit: Int = 100, in tx: Transaction) throws -> [ParkedMessage] {
        try tx.rows(
            """
            SELECT queue, sender, message_id, type, subject, sequence, reason, attempts, body_size, parked_at, replayed_at
              FROM parked_message WHERE replayed_at IS NULL ORDER BY parked_at, message_id LIMIT \(limit)
            """
        ) { row in
            ParkedMessage(
                queue: try row.get("queue"), sender: try row.get("sender"),
                messageID: MessageID(try row.get("message_id", as: UUID.self)), type: try row.get("type"),
                subject: try row.get("subject"), sequence: try row.get("sequence"),
                reason: ParkReason(rawValue: try row.get("reason")), attempts: try row.get("attempts"),
                bodySize: try row.get("body_size"), parkedAt: try row.get("parked_at"),
                replayedAt: try row.get("replayed_at"))
        }
    }

    /// Lets a parked event run again, out of the order of its subject. It never runs twice: the inbox still decides.
    ///
    /// - Returns: `false` when it does not rest there. Commands are not replayed: their sender has been told that nothing
    ///   was changed.
    public static func replay(queue: String, messageID: MessageID, now: Date, in tx: Transaction) throws -> Bool {
        let moved = try tx.execute(
            """
            INSERT INTO retry
              (queue, sender, message_id, attempt, due_at, reason, is_replay, history, message, body)
            SELECT queue, sender, message_id, 0, \(now), 'replay', TRUE, '[]', message, body
              FROM parked_message
             WHERE queue = \(queue) AND sender = '' AND message_id = \(messageID.uuid) AND replayed_at IS NULL
            ON CONFLICT DO NOTHING
            """)
        guard moved == 1 else { return false }
        try tx.execute(
            """
            UPDATE parked_message SET replayed_at = \(now)
             WHERE queue = \(queue) AND sender = '' AND message_id = \(messageID.uuid)
            """)
        return true
    }
}
