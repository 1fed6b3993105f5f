import Contracts
import Foundation
import Synchronization
import Web

/// How often one visitor may do something; each node counts for itself.
final class Allowance: Sendable {
    private let limiter: Mutex<RateLimiter>

    init(tries: Int, per window: Duration) { self.limiter = Mutex(RateLimiter(tries: tries, per: window)) }

    /// Takes one try.
    ///
    /// - Throws: a problem with status 429 that says when to come back.
    func take(_ key: String, now: Date) throws {
        guard let seconds = self.limiter.withLock({ $0.take(key, now: now) }) else { return }
        throw Problem(
            code: "terlalu-sering", title: "Terlalu sering", status: 429,
            detail: "Anda baru saja mengirim beberapa kali. Coba lagi nanti.", retryAfter: seconds)
    }
}
