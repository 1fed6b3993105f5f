import Contracts
public import Foundation
import Logging
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
        /// The last rebuild; `nil` when there was none.
        public var rebuild: Rebuild?
    }

    /// What a broker that lost everything is given again without being asked for it.
    public struct Rebuild: Hashable, Sendable, Codable {
        /// Nothing older is published again.
        public var since: Date
        /// When it was asked for.
        public var askedAt: Date
        /// How many messages have been marked so far, in the order of their writing.
        public var marked: Int
        /// When all of them were; `nil` while there may be more.
        public var finishedAt: Date?
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
                }, sendingAgain: try ReconciliationStore.pending(tx), rebuild: try RebuildStore.last(tx))
        }
    }

    /// Compares with all consumers now. Returns at once; ``state()`` tells how it goes.
    public func order(_ scope: ReconciliationMachine.Scope) async throws {
        try await ReconciliationLedger(setup: self.setup).order(scope)
    }

    /// After all data of the broker was lost: orders everything to be compared with all consumers, and writes down that
    /// what no comparison can miss (answers, work for offices, updates of channels, facts that no service consumes) is to be
    /// published again, as far back as `past` says. Whoever reads that outside may get it twice, under the old message id.
    ///
    /// Returns at once. The runner of whichever process is there does it, the oldest first, a short piece of the outbox at
    /// a time; each is written down, so another goes on where one died. ``state()`` tells how far it is.
    ///
    /// - Returns: the rebuild, and whether it has just begun: while one is under way no other begins.
    public func rebuild(past: Duration) async throws -> (rebuild: Rebuild, isNew: Bool) {
        let now = self.setup.now()
        let since = now.addingTimeInterval(-(past / .seconds(1)))
        // First, so that whatever becomes of the rest, what services lack is found.
        try await ReconciliationLedger(setup: self.setup).order(.full)
        return try await self.setup.database.transaction { tx in
            let isNew = try RebuildStore.begin(since: since, at: now, tx)
            tx.afterCommit { ProcessBell.reconciliation.ring() }
            let begun = Rebuild(since: since, askedAt: now, marked: 0, finishedAt: nil)
            return (try RebuildStore.last(tx) ?? begun, isNew)
        }
    }

    /// Marks a piece of what a rebuild publishes again.
    ///
    /// - Returns: whether there is more.
    func goOnRebuilding() async throws -> Bool {
        let now = self.setup.now()
        let compared = self.setup.peers.consumers.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        let limit = self.setup.limits.rowsRebuilt
        let logger = self.setup.logger
        return try await self.setup.database.transaction { tx in
            let step = try RebuildStore.goOn(limit: limit, compared: compared, at: now, tx)
            if let ended = step.ended {
                tx.afterCommit {
                    logger.notice(
                        "a rebuild has marked everything that no comparison can miss to be published again",
                        metadata: [MessagingLogKey.count: "\(ended.marked)"])
                }
            }
            return step.hasMore
        }
    }
}
