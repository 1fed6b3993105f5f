public import Foundation
public import Postgres

/// Deadlines as rows: written in the transaction that makes them necessary, fired once on whichever node is alive.
public enum Timers {
    /// Tells the database which timers this service has handlers for. Every process does it before it serves or consumes;
    /// names of earlier builds stay known, because their nodes may still run.
    public static func declare(_ handlers: [TimerHandler], in tx: Transaction) throws {
        let names = Set(handlers.map(\.name)).sorted()
        guard !names.isEmpty else { return }
        try tx.execute("INSERT INTO timer_name (name) SELECT unnest(\(names)) ON CONFLICT DO NOTHING")
    }

    /// Arms a timer, or moves it; a timer that has fired is armed anew.
    ///
    /// - Parameter rung: which step of a ladder; each fires once by itself.
    /// - Throws: ``TimerError/unknownName(_:)`` when nobody would ever fire it.
    public static func arm(name: String, subject: String, rung: String = "", due: Date, in tx: Transaction) throws {
        let armed = try tx.execute(
            """
            INSERT INTO timers (name, subject, rung, due_at, next_try_at)
            SELECT name, \(subject), \(rung), \(due), \(due) FROM timer_name WHERE name = \(name)
            ON CONFLICT (name, subject, rung) DO UPDATE
               SET due_at = excluded.due_at, next_try_at = excluded.due_at, fired_at = NULL, attempts = 0,
                   last_failure = NULL
            """)
        guard armed == 1 else { throw TimerError.unknownName(name) }
        tx.afterCommit { ProcessBell.timers.ring() }
    }

    /// Disarms a timer with all its rungs that have not fired.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    public static func cancel(name: String, subject: String, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM timers WHERE name = \(name) AND subject = \(subject) AND fired_at IS NULL") > 0
    }
}
