import Foundation
import Messaging
import Postgres

/// SQL of one step of a replay run. Everything in a step is one transaction.
enum ReplayStore {
    /// Runs that somebody must look at: they release messages, or wait for what they have released.
    static func live(_ tx: Transaction) throws -> [UUID] {
        try tx.rows(
            """
            SELECT id FROM replay_run WHERE state = 'running'
             UNION
            SELECT run_id FROM replay_message WHERE state IN ('released', 'failing')
            """
        ) { try $0.get(0) }
    }

    struct Run: Sendable {
        var perSecond: Double
        var isRunning: Bool
        var rampedFrom: Int
        var sinceRelease: Duration?
    }

    /// Locks the run; `nil` when another process is at it.
    static func lock(_ id: UUID, clock: TimerClock, _ tx: Transaction) throws -> Run? {
        try tx.first(
            """
            SELECT per_second, state = 'running' AS runs, ramped_from,
                   extract(epoch FROM \(clock.moment) - released_at)::double precision AS since
              FROM replay_run WHERE id = \(id) FOR UPDATE SKIP LOCKED
            """
        ) { row in
            Run(
                perSecond: try row.get("per_second"), isRunning: try row.get("runs"),
                rampedFrom: try row.get("ramped_from"),
                // A clock that has jumped back since counts as no time.
                sinceRelease: try row.get("since", as: Double?.self).map { .seconds(max(0, $0)) })
        }
    }

    /// Writes down how released messages have ended: done when they are no longer among the retries and have not been
    /// parked again.
    ///
    /// - Returns: the reasons of those that failed for the first time in this run.
    static func settle(_ id: UUID, _ tx: Transaction) throws -> [String] {
        try tx.rows(
            """
            WITH seen AS (
              SELECT m.staging_id, m.state AS was,
                     CASE WHEN p.replayed_at IS NULL THEN 'failed' WHEN r.message_id IS NULL THEN 'done'
                          WHEN r.attempt > 0 THEN 'failing' ELSE 'released' END AS state,
                     CASE WHEN p.replayed_at IS NULL THEN p.reason ELSE r.reason END AS reason
                FROM replay_message m
                JOIN parked_message p ON p.id = m.parked_id
                LEFT JOIN retry r ON r.queue = p.queue AND r.sender = p.sender AND r.message_id = p.message_id
               WHERE m.run_id = \(id) AND m.state IN ('released', 'failing')),
            ended AS (
              UPDATE replay_message m
                 SET state = s.state, reason = s.reason,
                     ended_at = CASE WHEN s.state IN ('done', 'failed') THEN clock_timestamp() END
                FROM seen s WHERE m.staging_id = s.staging_id AND s.state <> s.was)
            SELECT reason FROM seen WHERE was = 'released' AND state IN ('failing', 'failed')
            """
        ) { try $0.get("reason", as: String?.self) ?? "" }
    }

    /// How many messages of the run are in which state.
    static func counts(_ id: UUID, _ tx: Transaction) throws -> [String: Int] {
        Dictionary(
            uniqueKeysWithValues: try tx.rows(
                "SELECT state, count(*) AS count FROM replay_message WHERE run_id = \(id) GROUP BY state"
            ) { (try $0.get("state"), try $0.get("count")) })
    }

    /// Puts the next messages among the retries, of one subject only the first: the next of it follows when that one has
    /// ended. One that no longer rests is skipped.
    static func release(_ id: UUID, count: Int, clock: TimerClock, _ tx: Transaction) throws {
        let next: [Int] = try tx.rows(
            """
            SELECT parked_id
              FROM (SELECT m.parked_id, m.staging_id, m.state,
                           row_number() OVER (
                             PARTITION BY p.queue,
                                          CASE WHEN p.subject IS NULL OR p.sequence IS NULL THEN p.id::text
                                               ELSE split_part(p.type, '.', 1) || '/' || p.subject END
                             ORDER BY p.sequence, m.staging_id) AS place
                      FROM replay_message m JOIN parked_message p ON p.id = m.parked_id
                     WHERE m.run_id = \(id) AND m.state IN ('waiting', 'released', 'failing')) o
             WHERE state = 'waiting' AND place = 1 ORDER BY staging_id LIMIT \(count)
            """
        ) { try $0.get(0) }
        guard !next.isEmpty else { return }
        // Due at once, whatever clock the process that runs them has.
        let moved: [Int] = try tx.rows(
            """
            WITH rested AS (
              UPDATE parked_message p SET replayed_at = clock_timestamp()
               WHERE \(ParkedSelection(ids: next).condition)
              RETURNING p.id, p.queue, p.sender, p.message_id, p.message, p.body),
            staged AS (
              INSERT INTO retry
                (queue, sender, message_id, attempt, due_at, reason, is_replay, history, message, body)
              SELECT queue, sender, message_id, 0, 'epoch', 'replay', TRUE, '[]', message, body FROM rested
              ON CONFLICT DO NOTHING)
            SELECT id FROM rested
            """
        ) { try $0.get(0) }
        try tx.pipeline([
            """
            UPDATE replay_message SET state = 'released', released_at = clock_timestamp()
             WHERE run_id = \(id) AND state = 'waiting' AND parked_id = ANY (\(moved))
            """,
            """
            UPDATE replay_message SET state = 'skipped', reason = 'no longer parked', ended_at = clock_timestamp()
             WHERE run_id = \(id) AND state = 'waiting' AND parked_id = ANY (\(next))
            """,
            "UPDATE replay_run SET released_at = \(clock.moment) WHERE id = \(id)",
        ])
    }

    static func end(_ id: UUID, _ state: ReplayRun.State, reason: String?, _ tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE replay_run SET state = \(state.rawValue), reason = \(reason), changed_at = clock_timestamp()
             WHERE id = \(id)
            """)
    }
}
