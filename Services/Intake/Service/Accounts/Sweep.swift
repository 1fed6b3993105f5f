import Foundation
import Postgres

/// Forgets what has no effect any more: sessions that are over, failures that lock nobody, links that prove nothing.
enum Sweep {
    static func run(now: Date, in tx: Transaction) throws {
        try SessionStore.forget(expiredBefore: now.addingTimeInterval(-24 * 3600), in: tx)
        try SignInFailureStore.forget(before: now.addingTimeInterval(-24 * 3600), in: tx)
        try ContactProofStore.forget(expiredBefore: now.addingTimeInterval(-24 * 3600), in: tx)
    }
}
