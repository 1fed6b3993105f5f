import Foundation
import Logging
import Messaging
import Mutants
import Postgres
import Threading

/// Fires due timers, each in one transaction with its handler. Runs in every process; the decisions are
/// ``Messaging/TimerMachine``'s.
public final class TimerRunner: Sendable {
    /// A handler's failure on its way out of the transaction.
    private struct Failed: Error {
        var failure: Failure
    }

    private let setup: MessagingSetup
    private let handlers: [String: TimerHandler]
    private let bell = Doorbell()
    /// The timers that this process has handlers for.
    public let names: [String]

    /// A runner that does nothing until it runs.
    public init(_ setup: MessagingSetup, handlers: [TimerHandler]) {
        self.setup = setup
        self.handlers = Dictionary(handlers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.names = self.handlers.keys.sorted()
    }

    /// Makes the names known, so that timers of these names can be armed. Waits for the database; returns when it is done
    /// or the task is cancelled.
    public func declare() async {
        let away = Backoff(first: .milliseconds(100), cap: self.setup.limits.awayCap)
        var failures = 0
        while !Task.isCancelled {
            do {
                try await self.setup.database.transaction { tx in
                    try Timers.declare(Array(self.handlers.values), in: tx)
                }
                return
            } catch {
                if failures == 0 { self.warn("timers cannot be made known yet", error) }
                // Ends early when the task is cancelled, which the loop notices.
                try? await Task.sleep(for: away.bound(attempt: failures))
                failures += 1
            }
        }
    }

    /// Runs until the task is cancelled; then finishes what has begun.
    public func run() async throws {
        await self.declare()
        ProcessBell.timers.add(self.bell)
        defer { ProcessBell.timers.remove(self.bell) }
        var machine = TimerMachine(
            lanes: self.setup.limits.timersAtOnce, poll: self.setup.limits.poll, awayCap: self.setup.limits.awayCap)
        let (inputs, feed) = AsyncStream<TimerMachine.Input>.makeStream()
        feed.yield(.tick)
        await withDiscardingTaskGroup { group in
            // Ends when the task is cancelled; what was begun is let finish by the group.
            for await input in inputs {
                for effect in machine.handle(input, now: .now) {
                    group.addTask { feed.yield(await self.carryOut(effect)) }
                }
            }
        }
    }

    private func carryOut(_ effect: TimerMachine.Effect) async -> TimerMachine.Input {
        switch effect {
        case .rest(let pause):
            await self.bell.wait(atMost: pause)
            return .tick
        case .take(let limit):
            do {
                return .taken(try await self.take(limit))
            } catch {
                self.warn("timers wait for the database", error)
                return .takeFailed
            }
        case .fire(let claim):
            // Unstructured, to shield a transaction that has begun from cancellation.
            return .ended(claim, await Task { await self.fire(claim) }.value)
        }
    }

    private func take(_ limit: Int) async throws -> [TimerMachine.Claim] {
        guard !self.names.isEmpty else { return [] }
        let random = self.setup.random01()
        return try await self.setup.database.transaction { tx in
            try TimerStore.take(self.names, limit: limit, clock: self.setup.timerClock, random01: random, tx)
        }
    }

    /// Fires one timer, if the claim still holds.
    func fire(_ claim: TimerMachine.Claim) async -> TimerMachine.Ending {
        CrashPoint.timerTaken.reach()
        do {
            let isFired = try await self.setup.database.transaction { tx in try self.fire(claim, tx) }
            CrashPoint.timerCommitted.reach()
            if isFired { MessagingMetrics.timerFired(name: claim.name, outcome: "fired") }
            return isFired ? .fired : .superseded
        } catch {
            // What our own statements meet says nothing about the timer.
            let failure = (error as? Failed)?.failure ?? .away(error)
            if case .away(let error) = failure {
                self.warn("a timer waits for the database", error)
                return .away
            }
            MessagingMetrics.timerFired(name: claim.name, outcome: "failed")
            self.setup.logger.error(
                "timer failed and will be tried again",
                metadata: [
                    MessagingLogKey.timer: "\(claim.name)", MessagingLogKey.reason: "\(failure)",
                    MessagingLogKey.attempt: "\(claim.attempt)",
                ])
            // For whoever looks into the table. The attempt itself is written down already.
            try? await self.setup.database.transaction { tx in
                try TimerStore.note(claim, failure: "\(failure)", tx)
            }
            return .failed
        }
    }

    private func fire(_ claim: TimerMachine.Claim, _ tx: Transaction) throws -> Bool {
        // Before the handler, which may arm the same timer anew.
        guard let handler = self.handlers[claim.name],
            let (timer, now) = try TimerStore.fire(claim, clock: self.setup.timerClock, tx)
        else { return false }
        do {
            try handler.fire(timer, tx, now)
            // What it has kept to be sent later must fail here, where the failure is known to be the handler's.
            try tx.flush()
            CrashPoint.timerHandled.reach()
            return true
        } catch let error as PostgresError where error.kind == .conflict {
            // As it is: the database runs the whole transaction again.
            throw error
        } catch {
            throw Failed(failure: Failure(error))
        }
    }

    private func warn(_ message: Logger.Message, _ error: any Error) {
        self.setup.logger.warning(message, metadata: [MessagingLogKey.error: "\(error)"])
    }
}
