import Foundation
import IntakeDomain
import Postgres

/// Tries of sign-in that were not (yet) successes, by account and by network address: rows, so that a restart forgives
/// nobody.
enum SignInFailureStore {
    /// What is known of a key; its row stays locked until the transaction ends.
    static func lock(_ key: String, now: Date, in tx: Transaction) throws -> SignInLock.Failures? {
        // A row with no failures makes parallel first tries wait for each other too.
        try tx.execute(
            "INSERT INTO sign_in_failure (key, count, last_at) VALUES (\(key), 0, \(now)) ON CONFLICT DO NOTHING")
        return try tx.one("SELECT count, last_at FROM sign_in_failure WHERE key = \(key) FOR UPDATE") { row in
            let count: Int = try row.get("count")
            return count == 0 ? nil : SignInLock.Failures(count: count, last: try row.get("last_at"))
        }
    }

    static func write(_ key: String, _ failures: SignInLock.Failures, in tx: Transaction) throws {
        try tx.execute(
            "UPDATE sign_in_failure SET count = \(failures.count), last_at = \(failures.last) WHERE key = \(key)")
    }

    /// Takes one try back that turned out to be a success.
    static func giveBack(_ key: String, in tx: Transaction) throws {
        try tx.execute("UPDATE sign_in_failure SET count = greatest(count - 1, 0) WHERE key = \(key)")
    }

    static func forget(_ key: String, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sign_in_failure WHERE key = \(key)")
    }

    static func forget(before: Date, in tx: Transaction) throws {
        try tx.execute("DELETE FROM sign_in_failure WHERE last_at < \(before)")
    }
}
