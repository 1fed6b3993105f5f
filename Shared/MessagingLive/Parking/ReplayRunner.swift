import Foundation
import Logging
import Messaging
import Postgres
import Threading

/// Carries out replay runs. Runs in every process; a step of a run is taken by one. The decisions are
/// ``Messaging/ReplayPace``'s.
public final class ReplayRunner: Sendable {
    private let setup: MessagingSetup
    private let bell = Doorbell()
    /// How long it rests while no run is alive: another process may have begun one.
    private static let idle: Duration = .seconds(5)

    /// A runner that does nothing until it runs.
    public init(_ setup: MessagingSetup) { self.setup = setup }

    /// Runs until the task is cancelled; then finishes the step that has begun.
    public func run() async throws {
        let away = Backoff(first: .milliseconds(100), cap: self.setup.limits.awayCap)
        var failures = 0
        ProcessBell.replays.add(self.bell)
        defer { ProcessBell.replays.remove(self.bell) }
        while !Task.isCancelled {
            var pause = Self.idle
            do {
                // Unstructured, to shield a transaction that has begun from cancellation.
                let isLive = try await Task { try await self.round() }.value
                if isLive { pause = self.setup.limits.replayPoll }
                failures = 0
            } catch {
                if failures == 0 {
                    self.setup.logger.warning(
                        "replay runs wait for the database", metadata: [MessagingLogKey.error: "\(error)"])
                }
                pause = away.bound(attempt: failures)
                failures += 1
            }
            await self.bell.wait(atMost: pause)
        }
    }

    /// One step of each run that is alive.
    ///
    /// - Returns: whether there was one.
    func round() async throws -> Bool {
        let live = try await self.setup.database.read { tx in try ReplayStore.live(tx) }
        for id in live {
            let stopped = try await self.setup.database.transaction { tx in try self.step(id, tx) }
            if let stopped {
                self.setup.logger.error(
                    "replay run stopped at a message that failed again",
                    metadata: [MessagingLogKey.replayRun: "\(id)", MessagingLogKey.reason: "\(stopped)"])
            }
        }
        return !live.isEmpty
    }

    /// - Returns: why it stopped, if it did.
    private func step(_ id: UUID, _ tx: Transaction) throws -> String? {
        let clock = self.setup.timerClock
        guard let run = try ReplayStore.lock(id, clock: clock, tx) else { return nil }
        let failures = try ReplayStore.settle(id, tx)
        guard run.isRunning else { return nil }
        let counts = try ReplayStore.counts(id, tx)
        let waiting = counts["waiting"] ?? 0
        let standing = ReplayPace.Standing(
            waiting: waiting, outstanding: counts["released"] ?? 0, failing: counts["failing"] ?? 0,
            releasedSinceStart: counts.values.reduce(0, +) - waiting - run.rampedFrom,
            hasNewFailure: !failures.isEmpty, sinceRelease: run.sinceRelease)
        switch ReplayPace(perSecond: run.perSecond).next(standing) {
        case .release(let count): try ReplayStore.release(id, count: count, clock: clock, tx)
        case .wait: break
        case .finish: try ReplayStore.end(id, .finished, reason: nil, tx)
        case .stop:
            try ReplayStore.end(id, .stopped, reason: failures.first, tx)
            return failures.first
        }
        return nil
    }
}
