public import Foundation
public import Postgres

/// Deadlines as rows: written in the transaction that makes them necessary, fired once on whichever node is alive.
public enum Timers {
    /// Arms a timer, or moves it; a timer that has fired is armed anew.
    public static func arm(name: String, subject: String, due: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO timers (name, subject, due_at, next_try_at) VALUES (\(name), \(subject), \(due), \(due))
            ON CONFLICT (name, subject) DO UPDATE
               SET due_at = excluded.due_at, next_try_at = excluded.due_at, fired_at = NULL, attempts = 0
            """)
        tx.afterCommit { ProcessBell.timers.ring() }
    }

    /// Disarms a timer.
    ///
    /// - Returns: whether there was one that had not fired.
    @discardableResult
    public static func cancel(name: String, subject: String, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM timers WHERE name = \(name) AND subject = \(subject) AND fired_at IS NULL") == 1
    }
}
