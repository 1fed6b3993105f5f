import Contracts
public import Foundation
public import Messaging
import Postgres

/// What operators see of reconciliation, and what they may order. A value over the database alone: the runner of
/// whichever process is there does the work.
public struct Reconciliation: Sendable {
    private let setup: MessagingSetup

    /// The reconciliation of one service.
    public init(_ setup: MessagingSetup) { self.setup = setup }

    /// Where the comparison with one consumer is.
    public struct Standing: Hashable, Sendable, Codable {
        /// The consuming service.
        public var consumer: String
        /// What is compared at this moment; `nil` between two walks.
        public var scope: ReconciliationMachine.Scope?
        /// Messages that are known to be missing there, and are sent again; 0 at rest.
        public var drift: Int
        /// Messages that wait there for another attempt or for one before them.
        public var waiting: Int
        /// Messages that rest parked there.
        public var parked: Int
        /// When a comparison last ended with nothing missing.
        public var lastComplete: Date?
        /// Since when it owes an answer; `nil` when it owes none.
        public var unansweredSince: Date?
    }

    /// Where all comparisons of a service are.
    public struct State: Hashable, Sendable, Codable {
        /// By name.
        public var consumers: [Standing]
        /// Rows that are to be published once more and are not confirmed yet.
        public var sendingAgain: Int
    }

    /// Reads them all.
    public func state() async throws -> State {
        try await self.setup.database.read { tx in
            State(
                consumers: try ReconciliationStore.all(tx).map { consumer, machine in
                    Standing(
                        consumer: consumer.name, scope: machine.scope, drift: machine.drift, waiting: machine.waiting,
                        parked: machine.parked, lastComplete: machine.lastComplete,
                        unansweredSince: machine.unansweredSince)
                }, sendingAgain: try ReconciliationStore.pending(tx))
        }
    }

    /// Compares with all consumers now. Returns at once; ``state()`` tells how it goes.
    public func order(_ scope: ReconciliationMachine.Scope) async throws {
        try await ReconciliationLedger(setup: self.setup).order(scope)
    }

    /// After all data of the broker was lost: compares everything with all consumers, and publishes again what no
    /// comparison can miss (answers, work for offices, updates of channels, facts that no service consumes), as far back
    /// as `past` says. Whoever reads that outside may get it twice, under the old message id. Each piece of the outbox is
    /// a transaction of its own: when one fails, what comes before it stays ordered, and the whole may be asked for again.
    ///
    /// - Returns: how many of the latter are published again.
    public func rebuild(past: Duration) async throws -> Int {
        let now = self.setup.now()
        let compared = self.setup.peers.consumers.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        let since = now.addingTimeInterval(-(past / .seconds(1)))
        let limit = self.setup.limits.rowsRebuilt
        var (count, below) = (0, Int64?.none)
        while true {
            let end = below
            let piece = try await self.setup.database.transaction { tx in
                try ReconciliationStore.sendAgainUncompared(
                    since: since, below: end, limit: limit, compared: compared, at: now, tx)
            }
            guard let piece else { break }
            count += piece.count
            below = piece.above
        }
        try await ReconciliationLedger(setup: self.setup).order(.full)
        return count
    }
}
