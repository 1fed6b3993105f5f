internal import Contracts
public import Foundation
internal import Synchronization

/// How often one visitor may do something: a ``RateLimiter`` that answers with a problem. Each process counts for itself.
public final class Allowance: Sendable {
    private let limiter: Mutex<RateLimiter>

    /// Allows `tries` at once and as many again over each `window`, to each key.
    public init(tries: Int, per window: Duration) { self.limiter = Mutex(RateLimiter(tries: tries, per: window)) }

    /// Takes one try.
    ///
    /// - Throws: a problem with status 429 that says when to come back.
    public func take(_ key: String, now: Date) throws {
        guard let seconds = self.limiter.withLock({ $0.take(key, now: now) }) else { return }
        throw Problem(
            code: "terlalu-sering", title: "Terlalu sering", status: 429,
            detail: "Anda baru saja mengirim beberapa kali. Coba lagi nanti.", retryAfter: seconds)
    }
}
