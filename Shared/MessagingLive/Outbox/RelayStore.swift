import Foundation
import Postgres

/// SQL of the relay. Every statement that reads or moves the cursor names the epoch and the session that took it: a relay
/// that has been replaced, or has lost its session and with it the lock, finds no row and stops.
struct RelayStore: Sendable {
    /// "layak" as a number; advisory locks are per database.
    private static let lockKey: Int64 = 0x6C61_7961_6B

    /// This relay is not, or no longer, the one that acts.
    struct Fenced: Error {}
    /// The database was restored into a new cluster: transaction numbers start again, and the cursor means nothing.
    struct Rewound: Error, CustomStringConvertible {
        var description: String { "the outbox holds transaction numbers from the future: it was restored elsewhere" }
    }

    struct Grip: Sendable {
        var epoch: Int64
        var session: Int64
    }

    struct Page: Sendable {
        var rows: [OutboxRow]
        /// Lanes among the rows that wait for a stuck row.
        var held: Set<String>
        /// Whether there is nothing to publish yet although committed rows wait for an older transaction to end.
        var isMoreComing: Bool
        /// Stuck rows whose time has come, the first of each lane.
        var due: [Stuck]
    }

    struct Stuck: Sendable {
        var row: OutboxRow
        var attempts: Int
    }

    struct NewStuck: Sendable {
        var id: Int64
        var lane: String
        var reason: String
        var attempts: Int
        var nextTry: Date
    }

    /// Takes the lock for this session and a new epoch; `nil` while another session holds it.
    static func takeOver(_ tx: Transaction) throws -> Grip? {
        guard try tx.one("SELECT pg_try_advisory_lock(\(Self.lockKey))", { try $0.get(0, as: Bool.self) }) else {
            return nil
        }
        let isRewound = try tx.one(
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE xid > pg_current_xact_id())"
        ) { try $0.get(0, as: Bool.self) }
        if isRewound { throw Rewound() }
        return try tx.one(
            """
            UPDATE outbox_cursor SET epoch = epoch + 1, updated_at = clock_timestamp() WHERE relay = 'main'
            RETURNING epoch, pg_backend_pid()::bigint AS session
            """
        ) { Grip(epoch: try $0.get("epoch"), session: try $0.get("session")) }
    }

    /// Lets another session have the lock.
    static func letGo(_ tx: Transaction) throws {
        _ = try tx.rows("SELECT pg_advisory_unlock_all()::text") { _ in () }
    }

    /// The next rows, in the order of ids inside the window.
    ///
    /// A window is all rows of transactions `lo <= xid < hi`, where `hi` was the oldest running transaction when the window
    /// was opened: every transaction below has ended, so no row can be added to it later, however long a writer takes.
    static func page(_ grip: Grip, limit: Int, now: Date, _ tx: Transaction) throws -> Page {
        var last = try Self.cursor(grip, tx)
        var rows = try Self.window(after: last, limit: limit, tx)
        var isMoreComing = false
        if rows.isEmpty {
            let beyond = try Self.lookBeyond(tx)
            isMoreComing = beyond.isMoreComing
            if beyond.isWindowReady {
                try Self.openWindow(grip, tx)
                last = try Self.cursor(grip, tx)
                rows = try Self.window(after: last, limit: limit, tx)
            }
        }
        return Page(
            rows: rows, held: try Self.held(among: rows, tx), isMoreComing: isMoreComing && rows.isEmpty,
            due: try Self.due(now, tx))
    }

    private static func held(among rows: [OutboxRow], _ tx: Transaction) throws -> Set<String> {
        guard !rows.isEmpty else { return [] }
        let lanes = Array(Set(rows.map(\.lane)))
        return Set(
            try tx.rows("SELECT DISTINCT lane FROM outbox_stuck WHERE lane = ANY (\(lanes))") {
                try $0.get("lane", as: String.self)
            })
    }

    private static func cursor(_ grip: Grip, _ tx: Transaction) throws -> Int64 {
        let last = try tx.first(
            """
            SELECT last_id FROM outbox_cursor
             WHERE relay = 'main' AND epoch = \(grip.epoch) AND pg_backend_pid() = \(grip.session)
            """
        ) { try $0.get("last_id", as: Int64.self) }
        guard let last else { throw Fenced() }
        return last
    }

    private static func window(after last: Int64, limit: Int, _ tx: Transaction) throws -> [OutboxRow] {
        try tx.rows(
            """
            SELECT \(OutboxRow.columns) FROM outbox_cursor c JOIN outbox o ON o.xid >= c.lo AND o.xid < c.hi
             WHERE c.relay = 'main' AND o.id > \(last) ORDER BY o.id LIMIT \(limit)
            """
        ) { try OutboxRow($0) }
    }

    /// What is behind the present window: whether the next has something in it, and whether anything waits at all.
    private static func lookBeyond(_ tx: Transaction) throws -> (isWindowReady: Bool, isMoreComing: Bool) {
        try tx.one(
            """
            SELECT EXISTS (SELECT 1 FROM outbox o
                            WHERE o.xid >= c.hi AND o.xid < pg_snapshot_xmin(pg_current_snapshot())) AS is_ready,
                   EXISTS (SELECT 1 FROM outbox o WHERE o.xid >= c.hi) AS is_more
              FROM outbox_cursor c WHERE c.relay = 'main'
            """
        ) { (isWindowReady: try $0.get("is_ready"), isMoreComing: try $0.get("is_more")) }
    }

    /// Opens the next window. Only called when the last one is finished and there is something in the next.
    private static func openWindow(_ grip: Grip, _ tx: Transaction) throws {
        let moved = try tx.execute(
            """
            UPDATE outbox_cursor c
               SET lo = c.hi, hi = w.top, updated_at = clock_timestamp(),
                   last_id = (SELECT min(o.id) - 1 FROM outbox o WHERE o.xid >= c.hi AND o.xid < w.top)
              FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS top) w
             WHERE relay = 'main' AND epoch = \(grip.epoch) AND pg_backend_pid() = \(grip.session)
            """)
        guard moved == 1 else { throw Fenced() }
    }

    private static func due(_ now: Date, _ tx: Transaction) throws -> [Stuck] {
        try tx.rows(
            """
            SELECT \(OutboxRow.columns), s.attempts
              FROM (SELECT DISTINCT ON (lane) id, attempts, next_try_at FROM outbox_stuck ORDER BY lane, id) s
              JOIN outbox o ON o.id = s.id
             WHERE s.next_try_at <= \(now) LIMIT 100
            """
        ) { Stuck(row: try OutboxRow($0), attempts: try $0.get("attempts")) }
    }

    /// Writes down how far the relay is, and what no queue took.
    static func advance(_ grip: Grip, to last: Int64?, stuck: [NewStuck], now: Date, _ tx: Transaction) throws {
        let moved = try tx.execute(
            """
            UPDATE outbox_cursor SET last_id = greatest(last_id, \(last ?? 0)), updated_at = clock_timestamp()
             WHERE relay = 'main' AND epoch = \(grip.epoch) AND pg_backend_pid() = \(grip.session)
            """)
        guard moved == 1 else { throw Fenced() }
        guard !stuck.isEmpty else { return }
        try tx.pipeline(
            stuck.map { row in
                """
                INSERT INTO outbox_stuck (id, lane, reason, attempts, stuck_since, next_try_at)
                VALUES (\(row.id), \(row.lane), \(row.reason), \(row.attempts), \(now), \(row.nextTry))
                ON CONFLICT DO NOTHING
                """
            })
    }

    /// Writes down what became of stuck rows that were tried again.
    static func settleStuck(_ grip: Grip, done: [Int64], failed: [NewStuck], _ tx: Transaction) throws {
        _ = try Self.cursor(grip, tx)
        try tx.execute("DELETE FROM outbox_stuck WHERE id = ANY (\(done.map { Int($0) }))")
        for row in failed {
            try tx.execute(
                """
                UPDATE outbox_stuck SET attempts = \(row.attempts), reason = \(row.reason), next_try_at = \(row.nextTry)
                 WHERE id = \(row.id)
                """)
        }
    }
}
