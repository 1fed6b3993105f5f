import Foundation
import Logging
public import Messaging
public import Postgres
import Threading

/// Carries the outbox to the broker: in order per subject, with confirms, again after any doubt. One relay acts per
/// database; the others stand by and take over when its session ends, or when the database hears nothing of it.
///
/// What it does when is decided by ``RelayMachine``.
public final class Relay: Sendable {
    private let setup: MessagingSetup
    private let database: Database
    private let broker: any MessageBroker
    private let bell = Doorbell()

    /// A relay that does nothing until it runs.
    ///
    /// - Parameter database: a pool of one connection, which nobody else uses: its session holds the relay's lock.
    public init(_ setup: MessagingSetup, database: Database, broker: any MessageBroker) {
        self.setup = setup
        self.database = database
        self.broker = broker
    }

    /// Runs until the task is cancelled; then publishes nothing more, hears what is on its way, and writes that down.
    public func run() async throws {
        ProcessBell.outbox.add(self.bell)
        defer { ProcessBell.outbox.remove(self.bell) }
        let backoff = Backoff(first: .milliseconds(50), cap: self.setup.limits.awayCap)
        var failures = 0
        while !Task.isCancelled {
            do {
                if let hold = try await self.database.transaction({ tx in try RelayStore.takeOver(tx) }) {
                    self.setup.logger.info("relay acts", metadata: [MessagingLogKey.epoch: "\(hold.grip.epoch)"])
                    failures = 0
                    try await RelayCourse(
                        setup: self.setup, database: self.database, broker: self.broker, bell: self.bell, hold: hold
                    ).run()
                } else {
                    try await self.standBy()
                }
            } catch is RelayStore.Fenced {
                self.setup.logger.warning("relay was replaced or lost its session")
            } catch let error as RelayStore.Rewound {
                throw error
            } catch {
                if failures == 0 && !Task.isCancelled {
                    self.setup.logger.warning(
                        "relay waits for the database", metadata: [MessagingLogKey.error: "\(error)"])
                }
                // Ends early when the task is cancelled, which the loop notices.
                try? await Task.sleep(for: backoff.bound(attempt: failures))
                failures += 1
            }
        }
        // Unstructured, because the task is cancelled: the next relay need not wait for this session to end. When
        // it fails, the session's end frees the lock as well, only later.
        await Task { try? await self.database.transaction { tx in try RelayStore.letGo(tx) } }.value
    }

    /// Another one acts. It may be stopped or cut off, while its session still holds the lock.
    private func standBy() async throws {
        let limit = self.setup.limits.relaySilence
        if try await self.database.transaction({ tx in try RelayStore.cutSilentHolder(after: limit, tx) }) {
            MessagingMetrics.relayCut()
            self.setup.logger.warning("a relay that the database no longer heard of was cut off")
        }
        await Beat.rest(atMost: min(self.setup.limits.poll, .seconds(1)))
    }
}
