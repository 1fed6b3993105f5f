import Contracts
public import Foundation
public import Postgres

/// Letting parked events run again, one by one at a rate, as an operator asked for. A run is a row, and each of its messages
/// is a row with a staging id: whatever is killed in the middle, the rows tell how far it came.
public struct ReplayRun: Hashable, Sendable {
    /// How a run stands.
    public enum State: String, Hashable, Sendable {
        /// Releases messages.
        case running
        /// Releases none because an operator wants it so.
        case paused
        /// Releases none because a message has failed.
        case stopped
        /// All its messages have ended.
        case finished
    }

    /// Its identifier.
    public let id: UUID
    /// What was selected, as JSON.
    public let selection: String
    /// Messages released per second at most.
    public let perSecond: Double
    /// How it stands; `nil` for something that a later build knows.
    public let state: State?
    /// Why it stopped: the reason of the message that failed.
    public let reason: String?
    /// Who asked for it.
    public let by: ParkingOperator
    /// When.
    public let createdAt: Date
    /// Messages by how they stand: `waiting`, `released`, `failing`, `done`, `failed`, `skipped`.
    public let messages: [String: Int]

    /// Begins a run over the resting events that are selected, and writes down for each who asked for it. Commands, and
    /// messages that are part of another run, are left out.
    ///
    /// - Throws: `Problem` when nothing is left to run; the caller's transaction goes with it.
    public static func begin(
        _ selection: ParkedSelection, perSecond: Double, by person: ParkingOperator, id: UUID, in tx: Transaction
    ) throws -> ReplayRun {
        try tx.execute(
            """
            INSERT INTO replay_run (id, selection, per_second, state, person_id, person_name)
            VALUES (\(id), \(String(decoding: try ContractJSON.encode(selection), as: UTF8.self)), \(perSecond),
                    'running', \(person.person.uuid), \(person.name))
            """)
        let count = try tx.execute(
            """
            INSERT INTO replay_message (run_id, parked_id, state)
            SELECT \(id), p.id, 'waiting' FROM parked_message p
             WHERE \(selection.condition) AND p.sender = '' ORDER BY p.parked_at, p.sequence, p.id
            ON CONFLICT DO NOTHING
            """)
        guard count > 0 else {
            throw Problem.conflict(
                "tidak-ada-yang-dijalankan", "Tidak ada pesan yang dapat dijalankan ulang",
                detail: "Pesan yang dipilih berupa perintah, sudah dijalankan, dibuang, atau bagian dari proses lain.")
        }
        try tx.execute(
            """
            INSERT INTO parked_action (parked_id, action, reason, person_id, person_name)
            SELECT parked_id, 'replayed', 'run ' || run_id, \(person.person.uuid), \(person.name)
              FROM replay_message WHERE run_id = \(id)
            """)
        tx.afterCommit { ProcessBell.replays.ring() }
        return try tx.one("\(Self.query) WHERE r.id = \(id)", Self.init(row:))
    }

    /// The run with this identifier; `nil` when there is none.
    public static func find(_ id: UUID, in tx: Transaction) throws -> ReplayRun? {
        try tx.first("\(Self.query) WHERE r.id = \(id)", Self.init(row:))
    }

    /// The latest runs, newest first.
    public static func latest(limit: Int = 20, in tx: Transaction) throws -> [ReplayRun] {
        try tx.rows("\(Self.query) ORDER BY r.created_at DESC, r.id LIMIT \(limit)", Self.init(row:))
    }

    /// Releases nothing more for now. What has been released goes on.
    ///
    /// - Returns: `false` when it does not run.
    public static func pause(_ id: UUID, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE replay_run SET state = 'paused', reason = NULL, changed_at = clock_timestamp()
             WHERE id = \(id) AND state = 'running'
            """) == 1
    }

    /// Goes on after a pause or a stop, beginning with one message again.
    ///
    /// - Returns: `false` when it neither paused nor stopped.
    public static func resume(_ id: UUID, in tx: Transaction) throws -> Bool {
        let resumed = try tx.execute(
            """
            UPDATE replay_run
               SET state = 'running', reason = NULL, changed_at = clock_timestamp(), released_at = NULL,
                   ramped_from = (SELECT count(*) FROM replay_message WHERE run_id = \(id) AND state <> 'waiting')
             WHERE id = \(id) AND state IN ('paused', 'stopped')
            """)
        tx.afterCommit { ProcessBell.replays.ring() }
        return resumed == 1
    }

    /// Ends a run that is paused or stopped: what it has not released rests on.
    ///
    /// - Returns: `false` when it runs or has ended.
    public static func cancel(_ id: UUID, in tx: Transaction) throws -> Bool {
        let ended = try tx.execute(
            """
            UPDATE replay_run SET state = 'finished', reason = 'cancelled', changed_at = clock_timestamp()
             WHERE id = \(id) AND state IN ('paused', 'stopped')
            """)
        guard ended == 1 else { return false }
        try tx.execute(
            """
            UPDATE replay_message SET state = 'skipped', reason = 'cancelled', ended_at = clock_timestamp()
             WHERE run_id = \(id) AND state = 'waiting'
            """)
        return true
    }

    private static let query: SQL = """
        SELECT r.id, r.selection, r.per_second, r.state, r.reason, r.person_id, r.person_name, r.created_at,
               (SELECT coalesce(jsonb_object_agg(m.state, m.count), '{}')::text
                  FROM (SELECT state, count(*) AS count FROM replay_message WHERE run_id = r.id GROUP BY state) m
               ) AS messages
          FROM replay_run r
        """

    private init(row: Row) throws {
        self.id = try row.get("id")
        self.selection = try row.get("selection")
        self.perSecond = try row.get("per_second")
        self.state = State(rawValue: try row.get("state"))
        self.reason = try row.get("reason")
        self.by = ParkingOperator(
            person: PersonID(try row.get("person_id", as: UUID.self)), name: try row.get("person_name"))
        self.createdAt = try row.get("created_at")
        self.messages = try ContractJSON.decode(
            [String: Int].self, from: Array(try row.get("messages", as: String.self).utf8))
    }
}
