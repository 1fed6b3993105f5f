public import Contracts
import Foundation
import Logging
public import Messaging
import Mutants
import Postgres
import Threading

/// Runs failed messages again when they are due, and applies what came early and whose turn has come. Runs in every
/// process; a row is taken by one.
public final class RetryRunner: Sendable {
    private let setup: MessagingSetup
    private let events: EventProcessor
    private let commands: CommandProcessor
    private static let subjectsAtOnce = 50

    /// A runner that does nothing until it runs.
    public init(
        _ setup: MessagingSetup, eventHandlers: [AnyEventHandler], commandHandlers: [AnyCommandHandler],
        verifyActorToken: @escaping @Sendable (Personal<String>) throws -> AuthenticatedActor
    ) {
        self.setup = setup
        self.events = EventProcessor(setup: setup, handlers: eventHandlers)
        self.commands = CommandProcessor(setup: setup, handlers: commandHandlers, verify: verifyActorToken)
    }

    /// Runs until the task is cancelled; then finishes what has begun.
    public func run() async throws {
        let backoff = Backoff(first: .milliseconds(100), cap: self.setup.limits.awayCap)
        var failures = 0
        var keeper = InboxKeeper(setup: self.setup)
        while !Task.isCancelled {
            do {
                // Unstructured, to shield the transactions that have begun from cancellation.
                let isMore = try await Task { try await self.round() }.value
                await keeper.look()
                if failures > 0 { self.setup.logger.info("retries run again") }
                failures = 0
                if !isMore { await Beat.rest(atMost: self.setup.limits.poll) }
            } catch {
                if failures == 0 {
                    self.setup.logger.warning(
                        "retries wait for the database", metadata: [MessagingLogKey.error: "\(error)"])
                }
                // Ends early when the task is cancelled, which the loop notices.
                try? await Task.sleep(for: backoff.bound(attempt: failures))
                failures += 1
            }
        }
    }

    /// Runs what is due now.
    ///
    /// - Returns: whether there may be more.
    func round() async throws -> Bool {
        let clock = self.setup.timerClock
        let queues = [self.events.queue, self.commands.queue]
        let limit = self.setup.limits.retriesAtOnce
        // One look answers both questions when nothing is due, which is nearly always.
        let (due, ready) = try await self.setup.database.read { tx in
            let due = try RetryStore.due(queues, clock: clock, limit: limit, tx)
            return (due, due.isEmpty ? try InboxStore.ready(self.events.queue, limit: Self.subjectsAtOnce, tx) : [])
        }
        guard !due.isEmpty else {
            try await self.events.apply(ready)
            return false
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for due in due {
                group.addTask {
                    switch due {
                    case .entry(let entry): try await self.runOrPutOff(entry)
                    case .unreadable(let message): try await self.events.park(message)
                    }
                }
            }
            try await group.waitForAll()
        }
        try await self.events.applyReady(limit: Self.subjectsAtOnce)
        return due.count == limit
    }

    /// What our own statements refuse would stand in front of everybody else for ever: it is put off, aloud.
    private func runOrPutOff(_ entry: RetryStore.Entry) async throws {
        do {
            try await self.run(entry)
        } catch {
            if case .away = Failure(error) { throw error }
            self.setup.logger.error(
                "a waiting message cannot be run and is put off by a minute",
                metadata: [
                    MessagingLogKey.queue: "\(entry.queue)", MessagingLogKey.messageID: "\(entry.messageID)",
                    MessagingLogKey.error: "\(error)",
                ])
            try await self.setup.database.transaction { tx in
                try RetryStore.putOff(entry, by: .seconds(60), clock: self.setup.timerClock, tx)
            }
        }
    }

    /// A message that ended the process at an earlier attempt would do so again for ever, so here, too, each beginning is
    /// counted.
    private func run(_ entry: RetryStore.Entry) async throws {
        let isEvent = entry.queue == self.events.queue
        let key = AttemptStore.Key(sender: entry.sender, id: entry.messageID)
        let treatment = InboxRule.treatment(begun: entry.begun)
        guard treatment != .park else {
            return isEvent ? try await self.events.giveUp(entry) : try await self.commands.giveUp(entry)
        }
        try await self.setup.solitude.run(alone: treatment == .alone) {
            if isEvent {
                try await self.events.begin(key)
                CrashPoint.retryBegun.reach()
                try await self.events.retry(entry)
                CrashPoint.retryEnded.reach()
            } else {
                try await self.commands.begin(key)
                try await self.commands.retry(entry)
                try await self.commands.forgetAttempts([key])
            }
            self.setup.beginnings.end(key, queue: entry.queue)
        }
    }
}
