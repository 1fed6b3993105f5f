import Foundation
import Logging
import Postgres
import Threading

/// Fires due timers, each in one transaction with its handler. Runs in every process; a timer is taken by one, and one that
/// fails holds up no other.
public final class TimerRunner: Sendable {
    private struct Failed: Error {
        var timer: ArmedTimer
        var failure: Failure
    }

    private let setup: MessagingSetup
    private let handlers: [String: TimerHandler]
    private let names: [String]
    private let bell = Doorbell()
    private static let backoff = Backoff(first: .seconds(2), cap: .seconds(600))

    /// A runner that does nothing until it runs.
    public init(_ setup: MessagingSetup, handlers: [TimerHandler]) {
        self.setup = setup
        self.handlers = Dictionary(handlers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.names = self.handlers.keys.sorted()
    }

    /// Runs until the task is cancelled; then finishes what has begun.
    public func run() async throws {
        let away = Backoff(first: .milliseconds(100), cap: self.setup.limits.awayCap)
        var failures = 0
        ProcessBell.timers.add(self.bell)
        defer { ProcessBell.timers.remove(self.bell) }
        while !Task.isCancelled {
            var pause = self.setup.limits.poll
            do {
                // Unstructured, to shield a transaction that has begun from cancellation.
                let hasFired = try await Task { try await self.fireOne() }.value
                if hasFired { pause = .zero }  // there may be more
                failures = 0
            } catch {
                if failures == 0 {
                    self.setup.logger.warning(
                        "timers wait for the database", metadata: [MessagingLogKey.error: "\(error)"])
                }
                pause = away.bound(attempt: failures)
                failures += 1
            }
            if pause > .zero { await self.bell.wait(atMost: pause) }
        }
    }

    /// Fires the timer that has been due longest.
    ///
    /// - Returns: whether there was one.
    func fireOne() async throws -> Bool {
        let now = self.setup.now()
        do {
            let fired = try await self.setup.database.transaction { tx in try self.fire(at: now, tx) }
            if let fired { MessagingMetrics.timerFired(name: fired.name, outcome: "fired") }
            return fired != nil
        } catch let failed as Failed {
            if case .away(let error) = failed.failure { throw error }
            try await self.postpone(failed.timer, now)
            MessagingMetrics.timerFired(name: failed.timer.name, outcome: "failed")
            self.setup.logger.error(
                "timer failed and will be tried again",
                metadata: [MessagingLogKey.timer: "\(failed.timer.name)", MessagingLogKey.reason: "\(failed.failure)"])
            return true
        }
    }

    private func fire(at now: Date, _ tx: Transaction) throws -> ArmedTimer? {
        let due = try tx.first(
            """
            SELECT name, subject, due_at FROM timers
             WHERE fired_at IS NULL AND next_try_at <= \(now) AND name = ANY (\(self.names))
             ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """
        ) { ArmedTimer(name: try $0.get("name"), subject: try $0.get("subject"), dueAt: try $0.get("due_at")) }
        guard let timer = due, let handler = self.handlers[timer.name] else { return nil }
        // Before the handler: it may arm the same timer anew.
        try tx.execute(
            "UPDATE timers SET fired_at = \(now) WHERE name = \(timer.name) AND subject = \(timer.subject)")
        do {
            try handler.fire(timer, tx, now)
        } catch let error as PostgresError where error.kind == .conflict {
            // As it is: the database runs the whole transaction again.
            throw error
        } catch {
            throw Failed(timer: timer, failure: Failure(error))
        }
        return timer
    }

    private func postpone(_ timer: ArmedTimer, _ now: Date) async throws {
        try await self.setup.database.transaction { tx in
            let attempts = try tx.first(
                """
                SELECT attempts FROM timers
                 WHERE name = \(timer.name) AND subject = \(timer.subject) AND due_at = \(timer.dueAt)
                   AND fired_at IS NULL FOR UPDATE
                """
            ) { try $0.get("attempts", as: Int.self) }
            guard let attempts else { return }
            let wait = Self.backoff.bound(attempt: attempts) * (0.5 + self.setup.random01() / 2)
            try tx.execute(
                """
                UPDATE timers SET attempts = attempts + 1, next_try_at = \(now.addingTimeInterval(wait / .seconds(1)))
                 WHERE name = \(timer.name) AND subject = \(timer.subject)
                """)
        }
    }
}
