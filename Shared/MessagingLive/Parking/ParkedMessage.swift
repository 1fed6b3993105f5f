public import Contracts
public import Foundation
public import Messaging
public import Postgres

/// A message that has left the lane, as an operator sees it. Its body is not shown.
public struct ParkedMessage: Hashable, Sendable {
    /// Its number in the table.
    public let id: Int
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

    /// The messages that rest and are selected, in the order of their numbers.
    ///
    /// - Parameter after: only those with a higher number, for the next page.
    public static func resting(
        _ selection: ParkedSelection = ParkedSelection(), after: Int = 0, limit: Int = 100, in tx: Transaction
    ) throws -> [ParkedMessage] {
        try tx.rows(
            """
            SELECT \(Self.columns) FROM parked_message p WHERE \(selection.condition) AND p.id > \(after)
             ORDER BY p.id LIMIT \(limit)
            """, Self.init(row:))
    }

    /// The message with this number, resting or not.
    static func find(_ id: Int, in tx: Transaction) throws -> ParkedMessage? {
        try tx.first("SELECT \(Self.columns) FROM parked_message p WHERE p.id = \(id)", Self.init(row:))
    }

    private static let columns: SQL = """
        p.id, p.queue, p.sender, p.message_id, p.type, p.subject, p.sequence, p.reason, p.attempts, p.body_size,
        p.parked_at, p.replayed_at
        """

    private init(row: Row) throws {
        self.id = try row.get("id")
        self.queue = try row.get("queue")
        self.sender = try row.get("sender")
        self.messageID = MessageID(try row.get("message_id", as: UUID.self))
        self.type = try row.get("type")
        self.subject = try row.get("subject")
        self.sequence = try row.get("sequence")
        self.reason = ParkReason(rawValue: try row.get("reason"))
        self.attempts = try row.get("attempts")
        self.bodySize = try row.get("body_size")
        self.parkedAt = try row.get("parked_at")
        self.replayedAt = try row.get("replayed_at")
    }

    /// Whether it can run again. A command cannot: its sender has been told that nothing was changed.
    public var isReplayable: Bool { self.sender.isEmpty }

    /// Lets a parked event run again, out of the order of its subject. It never runs twice: the inbox still decides.
    ///
    /// - Returns: `false` when it does not rest there. Commands are not replayed: their sender has been told that nothing
    ///   was changed.
    public static func replay(queue: String, messageID: MessageID, now: Date, in tx: Transaction) throws -> Bool {
        let moved = try tx.execute(
            """
            INSERT INTO retry
              (queue, sender, message_id, attempt, due_at, reason, is_replay, history, message, body)
            SELECT queue, sender, message_id, 0, 'epoch', 'replay', TRUE, '[]', message, body
              FROM parked_message
             WHERE queue = \(queue) AND sender = '' AND message_id = \(messageID.uuid) AND replayed_at IS NULL
               AND discarded_at IS NULL
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
