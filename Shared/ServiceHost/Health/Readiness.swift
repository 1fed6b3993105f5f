internal import Synchronization

/// Whether the service can take requests: its database answered lately, and it is not on its way out.
///
/// The clock is handed in, so that the rule can be tested without waiting.
public final class Readiness: Sendable {
    private struct State {
        var lastAnswer: ContinuousClock.Instant?
        var isDraining = false
    }

    /// An answer older than this counts as no answer. With a question every second, a lost database shows within 5 seconds.
    static let patience: Duration = .seconds(4)

    private let state = Mutex(State())

    /// Not ready until the database has answered.
    public init() {}

    /// The database has answered, or has refused: a refusal counts at once.
    func database(answered: Bool, at now: ContinuousClock.Instant) {
        self.state.withLock { $0.lastAnswer = answered ? now : nil }
    }

    /// From now on no new requests are wanted.
    func drain() { self.state.withLock { $0.isDraining = true } }

    /// Whether the database answered lately.
    func isDatabaseThere(at now: ContinuousClock.Instant) -> Bool {
        self.state.withLock { $0.lastAnswer.map { now - $0 < Self.patience } ?? false }
    }

    /// Whether the process is on its way out.
    var isDraining: Bool { self.state.withLock { $0.isDraining } }

    /// Whether requests are welcome.
    func isReady(at now: ContinuousClock.Instant) -> Bool { !self.isDraining && self.isDatabaseThere(at: now) }
}
