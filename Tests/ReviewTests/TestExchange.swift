import Contracts
import Foundation
import Logging
import Messaging
import MessagingLive
import Postgres
import ServiceHost
import Synchronization
import TestSupport

@testable import Review

/// A running Review on a broker in memory, with the queues that outside programs would read.
final class TestExchange: Sendable {
    let broker = InMemoryBroker()
    let stand: ReviewStand
    private let seen = Mutex(Seen())

    private struct Seen {
        var replies: [String: CommandReply] = [:]
        var work: [WorklistEntry] = []
    }

    /// Something that was waited for did not come.
    struct TooLate: Error, CustomStringConvertible {
        let description: String
    }

    private init(_ stand: ReviewStand) {
        self.stand = stand
        self.broker.bind(queue: "review.events", to: ExchangeName.events, pattern: "#")
        self.broker.bind(queue: "review.commands", to: ExchangeName.commands, pattern: "case.#")
        self.broker.declare(queue: "review.parking")
        self.broker.bind(queue: "office.6104.replies", to: ExchangeName.replies, pattern: "office.6104.replies")
        self.broker.bind(queue: "test.work", to: ExchangeName.worklists, pattern: "unit.#")
    }

    /// Runs Review's messaging while the body runs.
    static func with<T: Sendable>(
        _ stand: ReviewStand, _ body: @escaping @Sendable (TestExchange) async throws -> T
    ) async throws -> T {
        let exchange = TestExchange(stand)
        var setup = MessagingSetup(
            service: .review, database: stand.database, logger: Logger(label: "test.messaging"),
            now: { stand.clock.now }, timerClock: .given { stand.clock.now })
        setup.limits.poll = .milliseconds(20)
        let dependencies = stand.dependencies
        let runtime = MessagingRuntime(
            setup, relayDatabase: DatabaseConfiguration(conninfo: stand.conninfo, applicationName: "test-relay"),
            broker: exchange.broker, eventHandlers: stand.definition.eventHandlers,
            commandHandlers: stand.definition.commandHandlers, timerHandlers: stand.definition.timers,
            verifyActorToken: { try dependencies.verifyActorToken($0) })
        let replies = exchange.broker.subscribe(queue: "office.6104.replies", prefetch: 1000)
        let work = exchange.broker.subscribe(queue: "test.work", prefetch: 1000)
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask {
                try await runtime.run()
                return nil
            }
            for subscription in [replies, work] {
                group.addTask {
                    try await subscription.run()
                    return nil
                }
                group.addTask {
                    for await delivery in subscription.deliveries {
                        exchange.see(delivery)
                        await subscription.ack(delivery)
                    }
                    return nil
                }
            }
            group.addTask { try await body(exchange) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw TooLate(description: "the messaging of Review ended by itself")
        }
    }

    private func see(_ delivery: Delivery) {
        self.seen.withLock { seen in
            // What is neither is an event; tests read those from the outbox.
            if let reply = try? ContractJSON.decode(CommandReply.self, from: delivery.body) {
                seen.replies[delivery.properties.correlationID ?? ""] = reply
            } else if let entry = try? ContractJSON.decode(WorklistEntry.self, from: delivery.body) {
                seen.work.append(entry)
            }
        }
    }

    /// The tasks that reached the unit's worklist.
    var work: [WorklistEntry] { self.seen.withLock { $0.work } }

    /// An event as another service publishes it.
    func message(_ event: some Event, _ sequence: Int64) throws -> OutgoingMessage {
        try OutgoingMessage.event(
            event, sequence: sequence, id: MessageID(UUID()), at: self.stand.clock.now, mandatory: false)
    }

    func publish(_ event: some Event, _ sequence: Int64, copies: Int = 1) async throws {
        let message = try self.message(event, sequence)
        await self.send(Array(repeating: message, count: copies))
    }

    func send(_ messages: [OutgoingMessage]) async { _ = await self.broker.publish(messages) }

    /// Sends a command and waits for its reply.
    func command(
        _ type: String, _ body: [UInt8], token: String?, id: UUID = UUID(), copies: Int = 1
    ) async throws -> CommandReply {
        let correlation = UUID().uuidString
        var properties = MessageProperties(
            contentType: "application/json", type: type, messageID: id.uuidString.lowercased(),
            correlationID: correlation, replyTo: "office.6104.replies", appID: "office", userID: "office-6104")
        if let token { properties.headers["actor-token"] = .string(token) }
        let message = OutgoingMessage(
            exchange: ExchangeName.commands, routingKey: type, mandatory: false, properties: properties, body: body)
        await self.send(Array(repeating: message, count: copies))
        var reply: CommandReply?
        try await self.until("a reply to \(type)") {
            reply = self.seen.withLock { $0.replies[correlation] }
            return reply != nil
        }
        guard let reply else { throw TooLate(description: "no reply") }
        return reply
    }

    /// Waits until the condition holds, up to twenty seconds.
    func until(_ what: String, _ holds: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TooLate(description: "waited in vain until \(what)")
    }
}
