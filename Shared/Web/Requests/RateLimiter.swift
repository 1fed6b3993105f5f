public import Foundation

/// Allows each key a number of tries per window (a token bucket): sign-in attempts, complaints, verifications.
///
/// A value: its owner keeps it in a lock and gives it the time. It forgets the keys that are full again, and when it
/// knows more than `mostKeys` it forgets the one that is nearest to full.
public struct RateLimiter: Sendable {
    private struct Bucket {
        var left: Double
        var at: Date
    }

    private let tries: Int
    private let window: TimeInterval
    private let mostKeys: Int
    private var buckets: [String: Bucket] = [:]

    /// A limiter that allows `tries` at once and as many again over each `window`.
    public init(tries: Int, per window: Duration, mostKeys: Int = 10_000) {
        self.tries = max(1, tries)
        self.window = max(0.001, window / .seconds(1))
        self.mostKeys = max(1, mostKeys)
    }

    /// Takes one try. `nil` when it was allowed; else the seconds until the next one is.
    public mutating func take(_ key: String, now: Date) -> Int? {
        let rate = Double(self.tries) / self.window
        var bucket = self.buckets[key] ?? Bucket(left: Double(self.tries), at: now)
        bucket.left = min(Double(self.tries), bucket.left + max(0, now.timeIntervalSince(bucket.at)) * rate)
        bucket.at = now
        let allowed = bucket.left >= 1
        if allowed { bucket.left -= 1 }
        if self.buckets[key] == nil, self.buckets.count >= self.mostKeys { self.makeRoom(now: now, rate: rate) }
        self.buckets[key] = bucket
        return allowed ? nil : max(1, Int(((1 - bucket.left) / rate).rounded(.up)))
    }

    /// Forgets a key: the sign-in has succeeded.
    public mutating func forget(_ key: String) { self.buckets[key] = nil }

    private mutating func makeRoom(now: Date, rate: Double) {
        self.buckets = self.buckets.filter {
            $0.value.left + now.timeIntervalSince($0.value.at) * rate < Double(self.tries)
        }
        while self.buckets.count >= self.mostKeys, let fullest = self.buckets.max(by: { $0.value.left < $1.value.left })
        {
            self.buckets[fullest.key] = nil
        }
    }
}
