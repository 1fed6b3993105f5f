import Contracts
import Foundation
import Logging
public import Messaging
import Postgres
import Threading

/// Compares what this service has published with what its consumers have, on a schedule and on demand, and brings them
/// what they lack. Runs in every process; each comparison is taken by one at a time.
public final class ReconciliationRunner: Sendable {
    private let setup: MessagingSetup
    private let broker: any MessageBroker
    private let desk: ReconciliationDesk
    private let bell = Doorbell()

    /// A runner that does nothing until it runs.
    public init(_ setup: MessagingSetup, broker: any MessageBroker) {
        self.setup = setup
        self.broker = broker
        self.desk = ReconciliationDesk(setup: setup, broker: broker)
    }

    /// Runs until the task is cancelled.
    public func run() async throws {
        ProcessBell.reconciliation.add(self.bell)
        defer { ProcessBell.reconciliation.remove(self.bell) }
        let backoff = Backoff(first: .milliseconds(200), cap: self.setup.limits.awayCap)
        for consumer in self.setup.peers.consumers.keys {
            MessagingMetrics.foundMissing(consumer: consumer.name, count: 0)
        }
        MessagingMetrics.sentAgain(count: 0)
        var failures = 0
        var hasBegun = false
        var nextLook = self.setup.now()
        while !Task.isCancelled {
            do {
                if !hasBegun {
                    try await ReconciliationLedger(setup: self.setup).begin()
                    hasBegun = true
                }
                // A piece a round: comparisons and sending go on meanwhile.
                let isRebuilding = try await Reconciliation(self.setup).goOnRebuilding()
                if self.broker.state == .connected {
                    try await self.desk.goOn()
                    while try await self.desk.sendAgain(), !Task.isCancelled {}
                    let now = self.setup.now()
                    let patience = self.setup.limits.reconciliation.patience / .seconds(1)
                    if now >= nextLook || nextLook > now.addingTimeInterval(patience) {
                        try await self.desk.askForGaps()
                        nextLook = now.addingTimeInterval(patience)
                    }
                }
                failures = 0
                if isRebuilding { continue }
                await self.bell.wait(atMost: self.setup.limits.reconciliationPoll)
            } catch {
                if failures == 0 && !Task.isCancelled {
                    self.setup.logger.warning(
                        "reconciliation waits for the database", metadata: [MessagingLogKey.error: "\(error)"])
                }
                // Ends early when the task is cancelled, which the loop notices.
                try? await Task.sleep(for: backoff.bound(attempt: failures))
                failures += 1
            }
        }
    }
}
