import Foundation
import IntakeDomain
import Postgres

/// Failures of sign-in, by account and by network address: rows, so that a restart forgives nobody.
enum SignInFailureStore {
    static func find(_ key: String, in tx: Transaction) throws -> SignInLock.Failures? {
        try tx.first("SELECT count, last_at FROM sign_in_failure WHERE key = \(key)") {
            SignInLock.Failures(count: try $0.get("count"), last: try $0.get("last_at"))
        }
    }

    /// Counts one more; the row's lock makes parallel tries count one by one.
    static func count(_ key: String, by lock: SignInLock, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO sign_in_failure AS f (key, count, last_at) VALUES (\(key), 1, \(now))
            ON CONFLICT (key) DO UPDATE
               SET count = CASE WHEN f.last_at > \(now.addingTimeInterval(-lock.period)) THEN f.count + 1 ELSE 1 END,
                   last_at = \(now)
            """)
    }

    static func forget(_ key: String, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sign_in_failure WHERE key = \(key)")
    }

    static func forget(before: Date, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sign_in_failure WHERE last_at < \(before)")
    }
}
