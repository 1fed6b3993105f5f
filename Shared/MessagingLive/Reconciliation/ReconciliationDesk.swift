import Contracts
import Foundation
import Logging
import Messaging
import Mutants
import Postgres

/// What a service says to others when they compare, and what it does about what they say. Whatever is lost on the way is
/// asked for again.
struct ReconciliationDesk: Sendable {
    let setup: MessagingSetup
    let broker: any MessageBroker

    private var queue: String { QueueName.events(of: self.setup.service) }
    private var ledger: ReconciliationLedger { ReconciliationLedger(setup: self.setup) }

    // MARK: - As publisher

    /// Goes on with every comparison that is due.
    func goOn() async throws { await self.ask(try await self.ledger.goOn()) }

    private func ask(_ questions: [ReconciliationLedger.Question]) async {
        for question in questions {
            let body = ReconciliationStatement(published: question.published)
            await self.send(body, to: question.consumer, under: question.name)
        }
    }

    private func logger(_ peer: ServiceName) -> Logger {
        var logger = self.setup.logger
        logger[metadataKey: MessagingLogKey.peer] = "\(peer)"
        return logger
    }

    // MARK: - As consumer

    /// Asks the publishers of what has been waited for too long. One node is enough, but several do no harm.
    func askForGaps() async throws {
        let now = self.setup.now()
        let patience = self.setup.limits.reconciliation.patience / .seconds(1)
        let queue = self.queue
        let (gaps, old) = try await self.setup.database.read { tx in
            let gaps = try InboxAccount.gaps(olderThan: now - patience, queue: queue, tx)
            // After the first request the publisher has had its time to find them.
            let old = gaps.isEmpty ? [] : try InboxAccount.gaps(olderThan: now - 5 * patience, queue: queue, tx)
            return (gaps, old)
        }
        let publishers = Dictionary(grouping: gaps) { self.setup.peers.publishers[$0.stream] }
        for case (let publisher?, let lacking) in publishers {
            self.logger(publisher).warning(
                "messages are waited for", metadata: [MessagingLogKey.count: "\(lacking.messageCount)"])
            let request = ReconciliationRequest(gaps: lacking, isRepeated: !lacking.intersection(old).isEmpty)
            await self.send(request, to: publisher, under: self.setup.identifiers.next(at: now))
        }
    }

    // MARK: - What arrives

    /// Handles what another service has sent. What cannot be read is dropped: whoever sent it asks again.
    func receive(_ delivery: Delivery) async throws {
        let words = delivery.routingKey.split(separator: ".")
        guard words.count == 2, words[0] == self.setup.service.name else { return }
        // The broker lets each service state only its own name here.
        let peer = ServiceName(String(words[1]))
        let envelope: Envelope
        do {
            envelope = try Envelope(reading: delivery.properties, as: .notice, receivedAt: self.setup.now())
            switch envelope.type {
            case ReconciliationStatement.type:
                let statement = try ContractJSON.decode(ReconciliationStatement.self, from: delivery.body)
                try await self.answer(statement, envelope, peer)
            case ReconciliationAnswer.type:
                let answer = try ContractJSON.decode(ReconciliationAnswer.self, from: delivery.body)
                guard let question = envelope.causationID else { return }
                await self.ask(try await self.ledger.learn(answer, to: question, from: peer))
            case ReconciliationRequest.type:
                let request = try ContractJSON.decode(ReconciliationRequest.self, from: delivery.body)
                try await self.ledger.hear(request, from: peer)
            default: break
            }
        } catch let fault as EnvelopeFault {
            self.logger(peer).error(
                "reconciliation message is unreadable", metadata: [MessagingLogKey.reason: "\(fault.reason)"])
        } catch let problem as Problem {
            self.logger(peer).error(
                "reconciliation message is unreadable", metadata: [MessagingLogKey.reason: "\(problem.code)"])
        }
    }

    private func answer(_ statement: ReconciliationStatement, _ envelope: Envelope, _ peer: ServiceName) async throws {
        let streams = Set(self.setup.peers.publishers.filter { $0.value == peer }.keys)
        // What somebody else publishes is nothing that this peer could be asked for.
        let own = statement.published.filter { streams.contains($0.stream) }
        let queue = self.queue
        let answer = try await self.setup.database.read { tx in
            let resting = try InboxAccount.resting(streams: streams, queue: queue, tx)
            return ReconciliationAnswer(
                missing: try InboxAccount.missing(of: own, queue: queue, tx), waiting: resting.waiting,
                parked: resting.parked)
        }
        await self.send(
            answer, to: peer, under: self.setup.identifiers.next(at: self.setup.now()), causedBy: envelope)
    }

    // MARK: - Sending

    private func send(
        _ body: some MessageBody, to peer: ServiceName, under name: MessageID, causedBy cause: Envelope? = nil
    ) async {
        var envelope = Envelope(
            id: name, type: Swift.type(of: body).type, source: self.setup.service, time: self.setup.now(), subject: "")
        envelope.causationID = cause?.id
        // Ranges and numbers: there is nothing in them that JSON could refuse.
        guard let bytes = try? ContractJSON.encode(body) else { return }
        let message = OutgoingMessage(
            exchange: ExchangeName.reconciliation, routingKey: "\(peer).\(self.setup.service)", mandatory: false,
            properties: envelope.properties, body: bytes)
        // Whatever became of it: who waits for an answer asks again.
        _ = await self.broker.publish([message])
    }

    // MARK: - Sending again

    /// Publishes what is to be published once more, a batch at a time.
    ///
    /// - Returns: whether there may be more.
    func sendAgain() async throws -> Bool {
        let now = self.setup.now()
        let until = now.addingTimeInterval(60)
        let limit = self.setup.limits.relay.page
        let claimed = try await self.setup.database.transaction { tx in
            try ReconciliationStore.claim(limit: limit, at: now, until: until, tx)
        }
        guard !claimed.isEmpty else { return false }
        let messages = claimed.map { claim -> OutgoingMessage in
            var message = claim.row.message
            if Mutation.isActive(.reconciledUnderNewID) {
                let fresh: MessageID = self.setup.identifiers.next(at: now)
                message.properties.messageID = fresh.description
            }
            return message
        }
        let reports = await self.broker.publish(messages)
        let done = zip(claimed, reports).filter { $0.1 == .confirmed }.map(\.0.position)
        MessagingMetrics.sentAgain(count: done.count)
        if !done.isEmpty {
            try await self.setup.database.transaction { tx in try ReconciliationStore.settle(done, tx) }
        }
        return done.count == limit
    }
}
