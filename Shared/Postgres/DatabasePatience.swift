import Threading

/// How long one piece of work may wait for the database, all its transactions together.
///
/// For work that somebody waits for and that must not outlast his patience: a request is told "not now" while that is still
/// an answer. Only waiting counts, for a connection and for the server's answers, not what the work does itself.
///
/// Whoever runs out of it gives up as at any other limit: the connection is closed, a statement ends as `timedOut`, and a
/// COMMIT whose answer has not come as `commitOutcomeUnknown`, because the server may still carry it out.
public final class DatabasePatience: Sendable {
    /// That of the present task, which its transactions heed.
    @TaskLocal static var current: DatabasePatience?

    private let remaining: Locked<Duration>

    private init(_ whole: Duration) { self.remaining = Locked(whole) }

    /// Does `work`, whose transactions may wait for the database for so long together.
    public static func limited<Value>(
        to whole: Duration, _ work: () async throws -> Value
    ) async rethrows -> Value {
        try await Self.$current.withValue(DatabasePatience(whole)) { try await work() }
    }

    /// What is left, never less than nothing.
    var left: Duration { max(.zero, self.remaining.withLock { $0 }) }

    /// Counts what was waited since then.
    func spend(since began: ContinuousClock.Instant) {
        let waited = ContinuousClock.now - began
        self.remaining.withLock { $0 -= waited }
    }
}
