/// How often, and how far apart, a failing message is tried before it is parked.
public struct RetryPolicy: Hashable, Sendable {
    /// All attempts, the first included; at least 1.
    public let attempts: Int
    /// The longest wait after the first failure.
    public let first: Duration
    /// The longest wait ever.
    public let cap: Duration

    /// Waits that double from `from` up to `to`. Each wait is drawn from the upper half of its span, so that messages
    /// that failed together do not come back together.
    public static func exponential(attempts: Int, from: Duration, to: Duration) -> RetryPolicy {
        RetryPolicy(attempts: max(1, attempts), first: from, cap: to)
    }

    /// One attempt, then parking.
    public static let never = RetryPolicy(attempts: 1, first: .zero, cap: .zero)

    /// How long to wait after the attempt with this number (from 1) has failed; `nil` means: park.
    ///
    /// - Parameter random01: 0 ..< 1; a parameter so that a test can foresee the wait.
    public func delay(afterAttempt attempt: Int, random01: Double) -> Duration? {
        guard attempt < self.attempts else { return nil }
        var span = self.first
        var step = 1
        while step < attempt && span < self.cap {
            span = span * 2
            step += 1
        }
        span = min(span, self.cap)
        return span * (0.5 + 0.5 * min(max(random01, 0), 1))
    }
}

extension Duration {
    /// A span of whole minutes.
    public static func minutes(_ minutes: Int) -> Duration { .seconds(minutes * 60) }
}
