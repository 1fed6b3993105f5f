import Foundation
import Messaging
import Mutants
import Postgres

/// SQL of timers; what it decides is ``Messaging/TimerRow``.
enum TimerStore {
    /// Takes due timers: counts an attempt and keeps others away from each until its lease has passed.
    static func take(
        _ names: [String], limit: Int, clock: TimerClock, random01: Double, _ tx: Transaction
    ) throws -> [TimerMachine.Claim] {
        // By the number of the attempt; after the last one they no longer grow.
        let leases = (1...10).map { Int(TimerRow.lease(attempt: $0, random01: random01) / .milliseconds(1)) }
        let longest = Int(TimerRow.longestLease / .milliseconds(1))
        return try tx.rows(
            """
            WITH moment AS MATERIALIZED (SELECT \(clock.moment) AS now),
            due AS (
              SELECT t.name, t.subject, t.rung FROM timers t
               WHERE t.fired_at IS NULL AND t.name = ANY (\(names)) AND t.due_at <= (SELECT now FROM moment)
                 AND (t.next_try_at <= (SELECT now FROM moment)
                      OR t.next_try_at > (SELECT now FROM moment) + \(longest) * interval '1 millisecond')
               ORDER BY t.next_try_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            UPDATE timers t
               SET attempts = t.attempts + 1,
                   next_try_at = (SELECT now FROM moment)
                     + (\(leases)::bigint[])[least(t.attempts + 1, 10)] * interval '1 millisecond'
              FROM due d WHERE t.name = d.name AND t.subject = d.subject AND t.rung = d.rung
            RETURNING t.name, t.subject, t.rung, t.attempts
            """
        ) { row in
            TimerMachine.Claim(
                name: try row.get("name"), subject: try row.get("subject"), rung: try row.get("rung"),
                attempt: try row.get("attempts"))
        }
    }

    /// Marks the timer as fired, unless the claim has been superseded.
    ///
    /// - Returns: the timer and the moment, which is never before it was due; `nil` when the handler must not run.
    static func fire(
        _ claim: TimerMachine.Claim, clock: TimerClock, _ tx: Transaction
    ) throws -> (timer: ArmedTimer, now: Date)? {
        let isCurrent: SQL =
            Mutation.isActive(.timerClaimUnchecked) ? "TRUE" : "fired_at IS NULL AND attempts = \(claim.attempt)"
        return try tx.first(
            """
            UPDATE timers SET fired_at = greatest(\(clock.moment), due_at)
             WHERE name = \(claim.name) AND subject = \(claim.subject) AND rung = \(claim.rung)
               AND \(isCurrent)
            RETURNING due_at, fired_at
            """
        ) { row in
            (
                ArmedTimer(
                    name: claim.name, subject: claim.subject, rung: claim.rung, dueAt: try row.get("due_at")),
                try row.get("fired_at")
            )
        }
    }

    /// Writes down why an attempt failed, for whoever looks.
    static func note(_ claim: TimerMachine.Claim, failure: String, _ tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE timers SET last_failure = \(failure)
             WHERE name = \(claim.name) AND subject = \(claim.subject) AND rung = \(claim.rung)
               AND fired_at IS NULL AND attempts = \(claim.attempt)
            """)
    }
}
