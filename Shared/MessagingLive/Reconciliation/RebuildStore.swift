import Foundation
import Postgres

/// SQL of a rebuild: what no comparison can miss (answers, work for offices, updates of channels, facts that no service
/// consumes) is marked to be published again, from the oldest row to the newest, so that what is published while the rest is
/// still being marked is in order. The row of `outbox_rebuild` says how far that has come, whoever does it.
enum RebuildStore {
    /// How far behind a moment rows may lie by their identity that were written after it.
    private static let slack: TimeInterval = 3_600

    /// The last rebuild; `nil` when there was none.
    static func last(_ tx: Transaction) throws -> Reconciliation.Rebuild? {
        try tx.first("SELECT since, asked_at, marked, finished_at FROM outbox_rebuild") { row in
            Reconciliation.Rebuild(
                since: try row.get("since"), askedAt: try row.get("asked_at"), marked: try row.get("marked"),
                finishedAt: try row.get("finished_at"))
        }
    }

    /// Writes a rebuild down, unless one is under way.
    ///
    /// - Returns: whether it was written down.
    static func begin(since: Date, at now: Date, _ tx: Transaction) throws -> Bool {
        try self.prepare(tx)
        let through = try tx.one("SELECT coalesce(max(id), 0) FROM outbox") { try $0.get(0, as: Int64.self) }
        let done = try self.before(since.addingTimeInterval(-self.slack), through: through, tx)
        return try tx.execute(
            """
            INSERT INTO outbox_rebuild AS r (since, asked_at, done_id, through_id)
            VALUES (\(since), \(now), \(done), \(through))
            ON CONFLICT (is_only) DO UPDATE
               SET since = EXCLUDED.since, asked_at = EXCLUDED.asked_at, done_id = EXCLUDED.done_id,
                   through_id = EXCLUDED.through_id, marked = 0, finished_at = NULL
             WHERE r.finished_at IS NOT NULL
            """) == 1
    }

    /// An identity up to which all rows were written before a moment: halved until it is found, each half by one row of
    /// the index, however long the table.
    private static func before(_ moment: Date, through: Int64, _ tx: Transaction) throws -> Int64 {
        var (low, high) = (Int64(0), through)
        while low < high {
            let middle = low + (high - low + 1) / 2
            let written = try tx.first(Self.oldest(after: middle - 1)) { try $0.get(0, as: Date.self) }
            if let written, written < moment { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// When the first row after an identity was written.
    static func oldest(after id: Int64) -> SQL {
        "SELECT created_at FROM outbox WHERE id > \(id) ORDER BY id LIMIT 1"
    }

    /// Marks the next piece: as much as one statement finds by the index of identities in its time, however many rows
    /// there are.
    ///
    /// - Returns: the rebuild when that was the last piece, and whether there is more; nothing and `false` when there is
    ///   none under way, or somebody else is at it.
    static func goOn(limit: Int, compared: Set<String>, at now: Date, _ tx: Transaction) throws
        -> (ended: Reconciliation.Rebuild?, hasMore: Bool)
    {
        let rebuild = try tx.first(
            """
            SELECT since, done_id, through_id FROM outbox_rebuild WHERE finished_at IS NULL FOR UPDATE SKIP LOCKED
            """
        ) { row in
            (
                since: try row.get("since", as: Date.self), done: try row.get("done_id", as: Int64.self),
                through: try row.get("through_id", as: Int64.self)
            )
        }
        guard let rebuild else { return (nil, false) }
        try self.prepare(tx)
        let end = try tx.one(Self.pieceEnd(after: rebuild.done, through: rebuild.through, limit: limit)) {
            try $0.get(0, as: Int64?.self)
        }
        guard let end else {
            try tx.execute("UPDATE outbox_rebuild SET done_id = through_id, finished_at = \(now)")
            return (try self.last(tx), false)
        }
        let count = try tx.execute(
            Self.mark(since: rebuild.since, after: rebuild.done, through: end, compared: compared, at: now))
        try tx.execute("UPDATE outbox_rebuild SET done_id = \(end), marked = marked + \(count)")
        return (nil, true)
    }

    /// Whatever is known about tables that grow: a whole partition is never read for a piece of it.
    static func prepare(_ tx: Transaction) throws {
        for setting in ["enable_seqscan = off", "enable_bitmapscan = off", "jit = off"] {
            try tx.execute("SET LOCAL \(unsafeRaw: setting)")
        }
    }

    /// Where the piece after a row ends.
    static func pieceEnd(after: Int64, through: Int64, limit: Int) -> SQL {
        """
        SELECT max(p.id)
          FROM (SELECT id FROM outbox WHERE id > \(after) AND id <= \(through) ORDER BY id LIMIT \(limit)) p
        """
    }

    /// Marks the rows of one piece that the broker has confirmed; the others are on their way to it.
    static func mark(since: Date, after: Int64, through: Int64, compared: Set<String>, at now: Date) -> SQL {
        """
        INSERT INTO outbox_resend (xid, id, requested_at)
        SELECT o.xid, o.id, \(now) FROM outbox_cursor c CROSS JOIN outbox o
         WHERE c.relay = 'main' AND o.id > \(after) AND o.id <= \(through) AND o.created_at >= \(since)
           AND (pg_visible_in_snapshot(o.xid, c.lo)
                OR (pg_visible_in_snapshot(o.xid, c.hi) AND o.id <= c.last_id))
           AND (o.sequence IS NULL OR split_part(o.type, '.', 1) <> ALL (\(Array(compared))))
        ON CONFLICT DO NOTHING
        """
    }
}
