import Contracts
import Foundation
import Logging
import Messaging
import Postgres

/// Does in the database what ``ReconciliationMachine`` decides. Each step is one transaction on the row of one consumer;
/// what is to be asked leaves after the commit, and when it is lost it is asked again.
struct ReconciliationLedger: Sendable {
    /// A statement that may leave now that the transaction has been committed.
    struct Question: Sendable {
        var name: MessageID
        var consumer: ServiceName
        var published: [SequenceRange]
    }

    /// Looks into the outbox in one transaction.
    private static let looksAtOnce = 4

    let setup: MessagingSetup

    private var rules: ReconciliationRules { self.setup.limits.reconciliation }

    /// Makes sure that there is a row for each consumer.
    func begin() async throws {
        let (consumers, now) = (Array(self.setup.peers.consumers.keys), self.setup.now())
        try await self.setup.database.transaction { tx in try ReconciliationStore.begin(consumers, at: now, tx) }
    }

    /// Goes on with every comparison that is due.
    func goOn() async throws -> [Question] {
        let now = self.setup.now()
        let farthest = now.addingTimeInterval(
            max(self.rules.interval, self.rules.patienceCap, self.rules.mendCap) / .seconds(1))
        return try await self.setup.database.transaction { tx in
            try ReconciliationStore.lockDue(at: now, farthest: farthest, tx).flatMap { consumer, machine in
                try self.handle(.tick, machine, consumer, now, tx)
            }
        }
    }

    /// Compares with all consumers now.
    func order(_ scope: ReconciliationMachine.Scope) async throws {
        let now = self.setup.now()
        let consumers = self.setup.peers.consumers.keys.sorted { $0.name < $1.name }
        try await self.setup.database.transaction { tx in
            try ReconciliationStore.begin(consumers, at: now, tx)
            for consumer in consumers {
                guard let machine = try ReconciliationStore.lock(consumer, tx) else { continue }
                _ = try self.handle(.order(scope), machine, consumer, now, tx)
            }
            tx.afterCommit { ProcessBell.reconciliation.ring() }
        }
    }

    /// Takes a consumer's answer. One to a question that is not open, because it was answered before or belongs to a walk
    /// that was given up, changes nothing.
    func learn(_ answer: ReconciliationAnswer, to question: MessageID, from peer: ServiceName) async throws
        -> [Question]
    {
        let now = self.setup.now()
        return try await self.setup.database.transaction { tx in
            guard let machine = try ReconciliationStore.lock(peer, tx), let open = machine.openQuestion,
                open.name == question
            else { return [] }
            var missing = answer.missing
            if !missing.isEmpty {
                // Nothing is looked for that was not asked about.
                let streams = self.setup.peers.consumers[peer] ?? []
                let window = try ReconciliationStore.window(
                    after: open.after, through: open.through, streams: streams, limits: self.setup.limits, tx)
                missing = missing.intersection(window.published)
            }
            return try self.handle(
                .answer(question: question, missing: missing, waiting: answer.waiting, parked: answer.parked), machine,
                peer, now, tx)
        }
    }

    /// A consumer waits for something.
    func hear(_ request: ReconciliationRequest, from peer: ServiceName) async throws {
        let now = self.setup.now()
        try await self.setup.database.transaction { tx in
            guard let machine = try ReconciliationStore.lock(peer, tx) else { return }
            _ = try self.handle(.request(isRepeated: request.isRepeated), machine, peer, now, tx)
            tx.afterCommit { ProcessBell.reconciliation.ring() }
        }
    }

    private func handle(
        _ input: ReconciliationMachine.Input, _ before: ReconciliationMachine, _ consumer: ServiceName, _ now: Date,
        _ tx: Transaction
    ) throws -> [Question] {
        var machine = before
        var questions: [Question] = []
        var effects = machine.handle(input, now: now, rules: self.rules)
        var looks = 0
        while !effects.isEmpty {
            switch effects.removeFirst() {
            case .read where looks == Self.looksAtOnce:
                // The next tick goes on: a transaction that passes over the whole outbox would be too long.
                tx.afterCommit { ProcessBell.reconciliation.ring() }
            case .read(let after, let through):
                looks += 1
                let streams = self.setup.peers.consumers[consumer] ?? []
                let window = try ReconciliationStore.window(
                    after: after, through: through, streams: streams, limits: self.setup.limits, tx)
                let name = self.setup.identifiers.next(at: now) as MessageID
                effects += machine.handle(.window(window, name: name), now: now, rules: self.rules)
            case .ask(let name, let published):
                questions.append(Question(name: name, consumer: consumer, published: published))
            case .sendAgain(let ranges, let after, let through, let found):
                let rows = try ReconciliationStore.sendAgain(ranges, after: after, through: through, at: now, tx)
                let logger = self.setup.logger
                tx.afterCommit {
                    MessagingMetrics.foundMissing(consumer: consumer.name, count: found)
                    logger.error(
                        "messages are missing at a consumer and are sent again",
                        metadata: [MessagingLogKey.peer: "\(consumer)", MessagingLogKey.count: "\(rows)"])
                    ProcessBell.reconciliation.ring()
                }
            }
        }
        if machine != before { try ReconciliationStore.save(machine, of: consumer, tx) }
        return questions
    }
}
