import Contracts
import Foundation
import Messaging
import Postgres

/// SQL of the messages that wait for another attempt. When one is due is written and asked by one clock, the database's:
/// the nodes' own may differ by an hour.
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

    /// What waits and is due.
    enum Due: Sendable {
        case entry(Entry)
        /// A row that this build cannot read.
        case unreadable(UnreadableMessage)
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
        _ queue: String, _ sender: String, _ message: MessageID, clock: TimerClock, _ tx: Transaction
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM retry
             WHERE queue = \(queue) AND sender = \(sender) AND message_id = \(message.uuid) AND due_at <= \(clock.moment)
               FOR UPDATE
            """
        ) { try $0.get(0, as: Int.self) } != nil
    }

    /// Writes down that an attempt failed and how long the next one has to wait.
    static func put(_ entry: Entry, wait: Duration, code: String, clock: TimerClock, _ tx: Transaction) throws {
        let actor = try entry.actor.map { try ContractJSON.encode($0) }
        let milliseconds = Int(wait / .milliseconds(1))
        try tx.execute(
            """
            INSERT INTO retry AS r
              (queue, sender, message_id, stream, subject, sequence, attempt, due_at, reason, is_replay, history, actor,
               message, body)
            VALUES (\(entry.queue), \(entry.sender), \(entry.messageID.uuid), \(entry.place?.stream),
                    \(entry.place?.subject), \(entry.place?.sequence), \(entry.attempt),
                    \(clock.moment) + \(milliseconds) * interval '1 millisecond', \(code),
                    \(entry.isReplay), jsonb_build_array(jsonb_build_object('attempt', \(entry.attempt)::bigint,
                      'at', \(clock.moment), 'reason', \(code)::text)),
                    \(actor), \(try entry.message.frame()), \(entry.message.body))
            ON CONFLICT (queue, sender, message_id) DO UPDATE
               -- Of two copies that failed beside each other the later one does not begin the count anew.
               SET attempt = greatest(r.attempt, excluded.attempt),
                   due_at = CASE WHEN excluded.attempt >= r.attempt THEN excluded.due_at ELSE r.due_at END,
                   reason = excluded.reason,
                   history = r.history || excluded.history
            """)
    }

    /// Puts off what could not even be begun, so that it does not stand in front of the others.
    static func putOff(_ entry: Entry, by wait: Duration, clock: TimerClock, _ tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE retry SET due_at = \(clock.moment) + \(Int(wait / .milliseconds(1))) * interval '1 millisecond'
             WHERE queue = \(entry.queue) AND sender = \(entry.sender) AND message_id = \(entry.messageID.uuid)
            """)
    }

    static func delete(_ queue: String, _ sender: String, _ message: MessageID, _ tx: Transaction) throws {
        try tx.enqueue(
            "DELETE FROM retry WHERE queue = \(queue) AND sender = \(sender) AND message_id = \(message.uuid)")
    }

    static func due(_ queues: [String], clock: TimerClock, limit: Int, _ tx: Transaction) throws -> [Due] {
        // The moment in a query of its own is asked once, so that the index can be used.
        try tx.rows(
            """
            SELECT r.queue, r.sender, r.message_id, r.stream, r.subject, r.sequence, r.attempt, r.is_replay, r.actor,
                   r.message, r.body, coalesce(t.begun, 0) AS begun
              FROM retry r LEFT JOIN inbox_attempt t USING (queue, sender, message_id)
             WHERE r.queue = ANY (\(queues)) AND r.due_at <= (SELECT \(clock.moment))
             ORDER BY r.due_at LIMIT \(limit)
            """
        ) { row in
            let (queue, sender) = (try row.get("queue", as: String.self), try row.get("sender", as: String.self))
            let id = MessageID(try row.get("message_id", as: UUID.self))
            let attempt: Int = try row.get("attempt")
            let place = try EventPlace(row)
            let (actor, frame): ([UInt8]?, [UInt8]) = (try row.get("actor"), try row.get("message"))
            let body: [UInt8] = try row.get("body")
            let (isReplay, begun): (Bool, Int) = (try row.get("is_replay"), try row.get("begun"))
            do {
                return .entry(
                    Entry(
                        queue: queue, sender: sender, messageID: id, attempt: attempt, isReplay: isReplay,
                        actor: try actor.map { try ContractJSON.decode(AuthenticatedActor.self, from: $0) },
                        message: try StoredMessage(frame: frame, body: body), place: place, begun: begun))
            } catch {
                return .unreadable(
                    UnreadableMessage(
                        table: .retry, queue: queue, sender: sender, messageID: id, attempt: attempt, place: place))
            }
        }
    }
}

extension EventPlace {
    /// From the columns `stream`, `subject` and `sequence`; `nil` where they are empty.
    init?(_ row: Row) throws {
        let stream: String? = try row.get("stream")
        let subject: String? = try row.get("subject")
        let sequence: Int64? = try row.get("sequence")
        guard let stream, let subject, let sequence else { return nil }
        self.init(stream: stream, subject: subject, sequence: sequence)
    }
}
