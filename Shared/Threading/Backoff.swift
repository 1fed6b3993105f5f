/// Growing pauses between attempts with full jitter: any time between nothing and the bound, so that many clients do not
/// come back at the same moment.
public struct Backoff: Sendable, Hashable {
    /// The bound of the first pause.
    public let first: Duration
    /// What the bound is multiplied with for each further attempt.
    public let factor: Double
    /// The largest bound.
    public let cap: Duration

    /// Pauses of at most `first`, `first * factor`, …, `cap`.
    public init(first: Duration, factor: Double = 2, cap: Duration) {
        self.first = first
        self.factor = factor
        self.cap = cap
    }

    /// The pause before an attempt.
    ///
    /// - Parameters:
    ///   - attempt: 0 for the first repetition.
    ///   - random01: a random number from 0 to 1; the caller draws it, so that tests know it.
    public func delay(attempt: Int, random01: Double) -> Duration {
        self.bound(attempt: attempt) * min(max(random01, 0), 1)
    }

    /// The longest pause before an attempt.
    public func bound(attempt: Int) -> Duration {
        var bound = self.first
        for _ in 0..<max(0, attempt) {
            guard bound < self.cap else { return self.cap }
            bound = bound * self.factor
        }
        return min(bound, self.cap)
    }
}
