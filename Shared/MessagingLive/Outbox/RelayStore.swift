import Foundation
import Messaging
import Mutants
import Postgres

/// SQL of the relay's hold on the outbox. Every statement that moves the cursor or what is stuck names the epoch and the
/// session that took it: a relay that has been replaced, or has lost its session and with it the lock, finds no row and
/// stops.
struct RelayStore: Sendable {
    /// "layak" as a number; advisory locks are per database. Its halves, as `pg_locks` shows them, are 0x6C and 0x6179616B.
    private static let lockKey: Int64 = 0x6C61_7961_6B

    /// This relay is not, or no longer, the one that acts.
    struct Fenced: Error {}
    /// The database was restored: transaction numbers start again or have gone back, and the cursor means nothing.
    struct Rewound: Error, CustomStringConvertible {
        var description: String {
            "the outbox's cursor belongs to another server or a later moment: the database was restored (runbook: relay)"
        }
    }

    struct Grip: Sendable {
        var epoch: Int64
        var session: Int64
    }

    struct TakeOver: Sendable {
        var grip: Grip
        var reader: OutboxReader
        /// What is put aside.
        var stuck: [RelayMachine.StuckRow]
    }

    struct Stuck: Sendable {
        var row: OutboxRow
        var state: RelayMachine.StuckRow
    }

    struct Delayed: Sendable {
        var state: RelayMachine.StuckRow
        /// How long until the next try, by the clock that says when it is due.
        var wait: Duration
    }

    // MARK: - Taking over

    /// Takes the lock for this session and a new epoch; `nil` while another session holds it.
    static func takeOver(_ tx: Transaction) throws -> TakeOver? {
        guard try tx.one("SELECT pg_try_advisory_lock(\(Self.lockKey))", { try $0.get(0, as: Bool.self) }) else {
            return nil
        }
        // For this session, which is the relay's own: the same plans whatever is known about a table that was made today.
        for setting in ["enable_seqscan = off", "enable_bitmapscan = off", "plan_cache_mode = force_generic_plan"] {
            try tx.execute("SET \(unsafeRaw: setting)")
        }
        // By what this statement sees, not by this transaction's number: planning may draw that before the statement looks, and
        // what others commit in between would then seem to come from the future.
        let isRewound = try tx.one(
            """
            SELECT EXISTS (SELECT FROM outbox WHERE xid >= pg_snapshot_xmax(pg_current_snapshot()))
                OR EXISTS (SELECT FROM outbox_cursor
                            WHERE pg_snapshot_xmax(hi) > pg_snapshot_xmax(pg_current_snapshot())
                               OR cluster <> (SELECT system_identifier FROM pg_control_system()))
            """
        ) { try $0.get(0, as: Bool.self) }
        if isRewound { throw Rewound() }
        let (grip, window, last) = try tx.one(
            """
            UPDATE outbox_cursor SET epoch = epoch + 1, updated_at = clock_timestamp() WHERE relay = 'main'
            RETURNING epoch, pg_backend_pid()::bigint, lo::text, hi::text, last_id
            """
        ) { row in
            (
                Grip(epoch: try row.get(0), session: try row.get(1)),
                OutboxReader.Window(lo: try row.get(2), hi: try row.get(3)), try row.get(4, as: Int64.self)
            )
        }
        let stuck = try tx.rows("SELECT id, lane, reason, attempts::bigint FROM outbox_stuck ORDER BY id") { row in
            RelayMachine.StuckRow(
                id: try row.get(0), lane: try row.get(1), reason: try row.get(2), attempts: try row.get(3))
        }
        return TakeOver(grip: grip, reader: try OutboxReader(window, after: last, tx), stuck: stuck)
    }

    /// Ends the session that holds the lock if the server has not heard of it for `limit`: its process is stopped or cut off,
    /// and the lock would be held as long as its connection seems to live. Allowed without further rights, because all
    /// relays of a database are one role.
    ///
    /// - Returns: whether there was one.
    static func cutSilentHolder(after limit: Duration, _ tx: Transaction) throws -> Bool {
        try !tx.rows(
            """
            SELECT pg_terminate_backend(a.pid)
              FROM pg_locks l JOIN pg_stat_activity a USING (pid)
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = \(Self.lockKey >> 32)::bigint::oid
               AND l.objid = \(Self.lockKey & 0xFFFF_FFFF)::bigint::oid
               AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND a.state_change < clock_timestamp() - make_interval(secs => \(limit / .seconds(1)))
            """
        ) { _ in true }.isEmpty
    }

    /// Lets another session have the lock.
    static func letGo(_ tx: Transaction) throws {
        _ = try tx.rows("SELECT pg_advisory_unlock_all()::text") { _ in () }
    }

    /// Whether the database is still this relay's.
    static func check(_ grip: Grip, _ tx: Transaction) throws {
        let isHeld = try tx.one(
            """
            SELECT EXISTS (SELECT FROM outbox_cursor
                            WHERE relay = 'main' AND epoch = \(grip.epoch) AND pg_backend_pid() = \(grip.session))
            """
        ) { try $0.get(0, as: Bool.self) }
        guard isHeld || Mutation.isActive(.relayWithoutFence) else { throw Fenced() }
    }

    // MARK: - Progress

    /// Writes down how far the relay is, and what no queue took.
    ///
    /// A commit that holds nothing but the cursor does not wait for the disk: a crash that loses it costs repeated
    /// publications and nothing else.
    static func write(
        _ grip: Grip, window: OutboxReader.Window?, last: Int64, stuck: [Delayed], again: [Delayed], freed: [Int64],
        clock: TimerClock, _ tx: Transaction
    ) throws {
        let mayBeLost = stuck.isEmpty && again.isEmpty && freed.isEmpty
        if let window {
            let moved = try tx.execute(
                """
                WITH durability AS MATERIALIZED (
                  SELECT set_config('synchronous_commit', \(mayBeLost ? "off" : "on"), TRUE)
                )
                UPDATE outbox_cursor
                   SET lo = \(window.lo)::pg_snapshot, hi = \(window.hi)::pg_snapshot, last_id = \(last),
                       updated_at = clock_timestamp()
                  FROM durability
                 WHERE relay = 'main' AND epoch = \(grip.epoch) AND pg_backend_pid() = \(grip.session)
                """)
            guard moved == 1 || Mutation.isActive(.relayWithoutFence) else { throw Fenced() }
        } else {
            try Self.check(grip, tx)
        }
        guard !mayBeLost else { return }
        func nextTry(_ row: Delayed) -> SQL {
            "\(clock.moment) + \(Int(row.wait / .milliseconds(1))) * interval '1 millisecond'"
        }
        var statements: [SQL] = stuck.map { row in
            """
            INSERT INTO outbox_stuck (id, lane, reason, attempts, stuck_since, next_try_at)
            VALUES (\(row.state.id), \(row.state.lane), \(row.state.reason), \(row.state.attempts), \(clock.moment),
                    \(nextTry(row)))
            ON CONFLICT DO NOTHING
            """
        }
        statements += again.map { row in
            """
            UPDATE outbox_stuck
               SET attempts = \(row.state.attempts), reason = \(row.state.reason), next_try_at = \(nextTry(row))
             WHERE id = \(row.state.id)
            """
        }
        if !freed.isEmpty {
            statements.append("DELETE FROM outbox_stuck WHERE id = ANY (\(freed.map { Int($0) }))")
        }
        try tx.pipeline(statements)
    }

    /// Stuck rows whose time has come, the first of each lane.
    static func dueStuck(_ clock: TimerClock, _ tx: Transaction) throws -> [Stuck] {
        try tx.rows(
            """
            SELECT \(OutboxRow.columns), s.lane, s.reason, s.attempts::bigint
              FROM (SELECT DISTINCT ON (lane) * FROM outbox_stuck ORDER BY lane, id) s
              JOIN outbox o ON o.id = s.id
             WHERE s.next_try_at <= \(clock.moment) ORDER BY s.id LIMIT 100
            """
        ) { row in
            let outboxRow = try OutboxRow(row)
            return Stuck(
                row: outboxRow,
                state: RelayMachine.StuckRow(
                    id: outboxRow.id, lane: try row.get(15), reason: try row.get(16), attempts: try row.get(17)))
        }
    }

    // MARK: - Partitions

    /// Makes partitions ahead and drops old ones; the functions decide whether there is anything to do.
    ///
    /// - Returns: how many rows lie in the default partition, which should be none (counted up to a thousand).
    static func keepPartitions(_ tx: Transaction) throws -> Int {
        try tx.execute("SELECT outbox_make_partitions(), outbox_drop_partitions()")
        return try tx.one("SELECT count(*) FROM (SELECT FROM outbox_default LIMIT 1000) d") { try $0.get(0) }
    }
}
