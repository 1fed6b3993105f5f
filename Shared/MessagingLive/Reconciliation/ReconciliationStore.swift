import Contracts
import Foundation
import Messaging
import Postgres

/// SQL of the publisher's side: where each comparison is, and what the outbox holds.
enum ReconciliationStore {
    /// How large a question may become.
    private static let bytesAtOnce = 180 * 1024

    /// Makes sure that there is a row for each consumer.
    static func begin(_ consumers: [ServiceName], at now: Date, _ tx: Transaction) throws {
        for consumer in consumers {
            try tx.execute(
                """
                INSERT INTO reconciliation (consumer, state, due_at)
                VALUES (\(consumer.name), \(try JSONB.json(ReconciliationMachine(at: now))), \(now))
                ON CONFLICT DO NOTHING
                """)
        }
    }

    /// The consumers for whom there is something to do, unless somebody else is at it.
    ///
    /// - Parameter farthest: nothing is put off beyond this; what is was written by a clock that has been set back.
    static func lockDue(at now: Date, farthest: Date, _ tx: Transaction) throws -> [ServiceName: ReconciliationMachine]
    {
        let rows = try tx.rows(
            """
            SELECT consumer, state FROM reconciliation WHERE due_at <= \(now) OR due_at > \(farthest)
             ORDER BY consumer FOR UPDATE SKIP LOCKED
            """
        ) { (ServiceName(try $0.get("consumer")), try $0.get("state", as: JSONB.self)) }
        return Dictionary(
            uniqueKeysWithValues: try rows.map { ($0.0, try $0.1.decode(ReconciliationMachine.self)) })
    }

    /// Where the comparison with a consumer is, locked until the transaction ends; `nil` for one that is none.
    static func lock(_ consumer: ServiceName, _ tx: Transaction) throws -> ReconciliationMachine? {
        try tx.first("SELECT state FROM reconciliation WHERE consumer = \(consumer.name) FOR UPDATE") {
            try $0.get("state", as: JSONB.self).decode(ReconciliationMachine.self)
        }
    }

    /// Where all comparisons are.
    static func all(_ tx: Transaction) throws -> [(consumer: ServiceName, machine: ReconciliationMachine)] {
        try tx.rows("SELECT consumer, state FROM reconciliation ORDER BY consumer") {
            (ServiceName(try $0.get("consumer")), try $0.get("state", as: JSONB.self).decode())
        }
    }

    static func save(_ machine: ReconciliationMachine, of consumer: ServiceName, _ tx: Transaction) throws {
        let reconciled = machine.reconciled
        try tx.execute(
            """
            UPDATE reconciliation SET state = \(try JSONB.json(machine)), due_at = \(machine.dueAt),
                   drift = \(machine.drift), unanswered = \(machine.unansweredSince),
                   reconciled_xid = \(String(reconciled.transaction))::text::xid8, reconciled_id = \(reconciled.row)
             WHERE consumer = \(consumer.name)
            """)
    }

    private struct Found {
        var position: OutboxPosition
        /// `nil` for a row that this consumer is not asked about.
        var range: SequenceRange?
        var isStuck: Bool
    }

    /// The numbered rows of these streams that the broker has confirmed, after a place, as far as one look goes.
    ///
    /// A window of the relay that is not finished is left for the next time: its rows are published by their ids, and an
    /// earlier place may come later.
    static func window(
        after: OutboxPosition, through: OutboxPosition?, streams: Set<String>, limits: MessagingLimits,
        _ tx: Transaction
    ) throws -> ReconciliationMachine.Window {
        let end = through ?? OutboxPosition(transaction: .max, row: .max)
        let rows = try tx.rows(
            """
            SELECT o.xid::text AS xid, o.id, split_part(o.type, '.', 1) AS stream, o.subject, o.sequence,
                   s.id IS NOT NULL AS is_stuck
              FROM outbox o LEFT JOIN outbox_stuck s ON s.id = o.id
             WHERE (o.xid, o.id) > (\(String(after.transaction))::text::xid8, \(after.row))
               AND (o.xid, o.id) <= (\(String(end.transaction))::text::xid8, \(end.row))
               AND o.xid < (\(Self.published))
             ORDER BY o.xid, o.id LIMIT \(limits.rowsInSight)
            """
        ) { row in
            let stream: String = try row.get("stream")
            let sequence: Int64? = try row.get("sequence")
            let subject: String = try row.get("subject")
            return Found(
                position: try Self.position(row),
                range: streams.contains(stream)
                    ? sequence.map { SequenceRange(stream: stream, subject: subject, from: $0, through: $0) } : nil,
                isStuck: try row.get("is_stuck"))
        }
        var taken: [Found] = []
        var (count, bytes) = (0, 0)
        for row in rows {
            if let range = row.range {
                count += 1
                bytes += range.subject.utf8.count + range.stream.utf8.count + 80
                guard (count <= limits.rowsCompared && bytes <= Self.bytesAtOnce) || count == 1 else { break }
            }
            taken.append(row)
        }
        let isLast = through == nil && taken.count == rows.count && rows.count < limits.rowsInSight
        let held = taken.first { $0.isStuck && $0.range != nil }?.position
        return ReconciliationMachine.Window(
            through: through ?? taken.last?.position ?? after,
            published: Self.runs(taken.filter { !$0.isStuck }.compactMap(\.range)), isLast: isLast,
            heldAfter: held.map { OutboxPosition(transaction: $0.transaction, row: $0.row - 1) })
    }

    /// The transaction below which every row is published or stuck, and to which none can be added any more: the first
    /// that is still running, or the first with a row that the relay is not done with.
    private static let published: SQL = """
        SELECT coalesce(min(u.xid), pg_snapshot_xmin(pg_current_snapshot()))
          FROM (SELECT o.xid
                  FROM outbox_cursor c
                  JOIN outbox o ON o.xid >= pg_snapshot_xmin(c.lo)
                               AND o.xid < pg_snapshot_xmin(pg_current_snapshot())
                 WHERE c.relay = 'main'
                   AND (NOT pg_visible_in_snapshot(o.xid, c.hi)
                        OR (NOT pg_visible_in_snapshot(o.xid, c.lo) AND o.id > c.last_id))
                 ORDER BY o.xid LIMIT 1) u
        """

    private static func position(_ row: Row) throws -> OutboxPosition {
        let text: String = try row.get("xid")
        guard let transaction = Int64(text) else { throw PostgresDecodingFault() }
        return OutboxPosition(transaction: transaction, row: try row.get("id"))
    }

    /// A transaction number that does not fit; the server would have to live for centuries.
    private struct PostgresDecodingFault: Error {}

    private static func runs(_ single: [SequenceRange]) -> [SequenceRange] {
        let sorted = single.sorted { ($0.stream, $0.subject, $0.from) < ($1.stream, $1.subject, $1.from) }
        return sorted.reduce(into: []) { runs, next in
            if let last = runs.last, last.stream == next.stream, last.subject == next.subject,
                last.through + 1 == next.from
            {
                runs[runs.count - 1].through = next.through
            } else {
                runs.append(next)
            }
        }
    }

    /// Asks for these messages to be published again, as they were.
    ///
    /// - Returns: how many rows that are.
    @discardableResult
    static func sendAgain(
        _ ranges: [SequenceRange], after: OutboxPosition, through: OutboxPosition, at now: Date, _ tx: Transaction
    ) throws -> Int {
        try tx.execute(
            """
            INSERT INTO outbox_resend (xid, id, requested_at)
            SELECT o.xid, o.id, \(now)
              FROM unnest(\(ranges.map(\.stream)), \(ranges.map(\.subject)), \(ranges.map { Int($0.from) }),
                          \(ranges.map { Int($0.through) })) AS m (stream, subject, first, final)
              JOIN outbox o ON o.subject = m.subject AND split_part(o.type, '.', 1) = m.stream
                           AND o.sequence BETWEEN m.first AND m.final
             WHERE (o.xid, o.id) > (\(String(after.transaction))::text::xid8, \(after.row))
               AND (o.xid, o.id) <= (\(String(through.transaction))::text::xid8, \(through.row))
            ON CONFLICT DO NOTHING
            """)
    }

    /// One row that is published once more.
    struct Again: Sendable {
        var position: OutboxPosition
        var row: OutboxRow
    }

    /// Takes rows for a while: a process that dies with them leaves them to the next.
    static func claim(limit: Int, at now: Date, until: Date, _ tx: Transaction) throws -> [Again] {
        try tx.rows(
            """
            WITH picked AS (
              SELECT xid, id FROM outbox_resend WHERE claimed_until <= \(now) OR claimed_until > \(until)
               ORDER BY xid, id LIMIT \(limit) FOR UPDATE SKIP LOCKED
            ), claimed AS (
              UPDATE outbox_resend r SET claimed_until = \(until) FROM picked p
               WHERE r.xid = p.xid AND r.id = p.id RETURNING r.xid, r.id
            )
            SELECT \(OutboxRow.columns), o.xid::text AS xid
              FROM claimed c JOIN outbox o ON o.xid = c.xid AND o.id = c.id ORDER BY o.xid, o.id
            """
        ) { Again(position: try Self.position($0), row: try OutboxRow($0)) }
    }

    /// Forgets what was confirmed.
    static func settle(_ done: [OutboxPosition], _ tx: Transaction) throws {
        try tx.execute(
            """
            DELETE FROM outbox_resend r USING unnest(\(done.map { String($0.transaction) }), \(done.map { Int($0.row) }))
                   AS d (xid, id)
             WHERE r.xid = d.xid::xid8 AND r.id = d.id
            """)
    }

    /// How many rows wait to be published once more.
    static func pending(_ tx: Transaction) throws -> Int {
        try tx.one("SELECT count(*) AS n FROM outbox_resend") { try $0.get("n") }
    }
}
