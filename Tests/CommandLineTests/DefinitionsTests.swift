import AMQP
import Foundation
import Logging
import Messaging
import TestSupport
import Testing

@testable import layak

/// Imports what `layak broker definitions` prints into a broker of its own and tries the rights that it gives.
@Suite("Definitions on a real broker", .timeLimit(.minutes(3)))
struct DefinitionsTests {
    @Test("Users may do what is theirs and nothing else, drift is found, a message given up rests in parking")
    func imported() async throws {
        try await OwnBroker.with { broker in
            let topology = BrokerTopology.layak
            let passwords = Dictionary(
                uniqueKeysWithValues: topology.users.map { ($0.name, "password of \($0.name)") })
            let environment = Dictionary(
                uniqueKeysWithValues: passwords.map { (BrokerPasswords.variable(of: $0), $1) })
            let hashes = try BrokerPasswords(topology.users.map(\.name), in: environment).hashes()
            let file = FileManager.default.temporaryDirectory.appending(path: "definitions-\(UUID()).json")
            try JSONEncoder().encode(BrokerDefinitions(topology, passwordHashes: hashes)).write(to: file)
            // A file left over must not hide why the test failed.
            defer { try? FileManager.default.removeItem(at: file) }
            try await broker.control("import_definitions", file.path)

            func configuration(_ user: String) -> AMQPConfiguration {
                var configuration = broker.configuration
                configuration.virtualHost = topology.virtualHost
                configuration.user = user
                configuration.password = passwords[user] ?? ""
                return configuration
            }
            let declared = Topology(topology)
            #expect(try await declared.check(on: configuration("deploy"), depth: .arguments).isEmpty)
            #expect(try await declared.check(on: configuration("review")).isEmpty)
            await #expect(throws: AMQPError.self) { try await declared.declare(on: configuration("review")) }
            try await declared.declare(on: configuration("deploy"))

            try await self.publish(as: configuration("intake"), "submission.submitted.v1", gives: .confirmed)
            try await self.refuses(configuration("intake"), "layak.events", "case.opened.v1")
            try await self.refuses(configuration("intake"), "layak.commands", "submission.submit.v1")
            try await self.refuses(configuration("observer"), "layak.events", "submission.submitted.v1")
            try await self.refuses(configuration("office-6104"), "layak.commands", "submission.submit.v1")
            try await self.refuses(configuration("portal"), "layak.commands", "case.take.v1")
            try await self.refuses(configuration("portal"), "layak.commands", "complaint.file.v1")
            try await self.refuses(configuration("complaints"), "layak.commands", "submission.submit.v1")
            let complaint = try await self.outcome(configuration("complaints"), "layak.commands", "complaint.file.v1")
            #expect(complaint == .confirmed)
            try await self.subscriptionFails(configuration("observer"), "notify.events")
            try await self.subscriptionFails(configuration("portal"), "office.6104.replies")

            // What Review gives up without requeueing rests in its parking.
            let id = try await self.first(of: "review.events", as: configuration("review"), giveUp: true)
            #expect(try await self.first(of: "review.parking", as: configuration("review"), giveUp: false) == id)

            // What the broker exports is what was imported, and a lost queue takes its bindings along.
            let written = BrokerDefinitions(topology, passwordHashes: hashes)
            #expect(written.drift(in: try await self.exported(by: broker)).isEmpty)
            try await broker.control("delete_queue", "--vhost", "layak", "rating.events")
            let lost = written.drift(in: try await self.exported(by: broker)).map(\.description)
            #expect(lost.contains("queue rating.events: missing"))
            #expect(lost.contains("binding layak.events to queue rating.events by \"case.#\": missing"))
            #expect(lost.count == 1 + topology.bindings.filter { $0.queue == "rating.events" }.count)
            let drifts = try await declared.check(on: configuration("rating"))
            #expect(drifts.map(\.description) == ["queue rating.events: missing"])
            let classic = Topology(queues: [.init(name: "rating.events", arguments: ["x-queue-type": "classic"])])
            try await classic.declare(on: configuration("deploy"))
            let arguments = try await declared.check(on: configuration("deploy"), depth: .arguments)
            #expect(arguments.map(\.name) == ["rating.events"])
            #expect(arguments.first?.difference.contains("x-queue-type") ?? false)
        }
    }

    private func exported(by broker: OwnBroker) async throws -> BrokerDefinitions {
        let file = FileManager.default.temporaryDirectory.appending(path: "exported-\(UUID()).json")
        // A file left over must not hide why the test failed.
        defer { try? FileManager.default.removeItem(at: file) }
        try await broker.control("export_definitions", file.path)
        return try JSONDecoder().decode(BrokerDefinitions.self, from: try Data(contentsOf: file))
    }

    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func outcome(
        _ configuration: AMQPConfiguration, _ exchange: String, _ routingKey: String
    ) async throws -> PublishOutcome {
        let session = AMQPPublisherSession(configuration, logger: self.quiet)
        let run = Task { try await session.run() }
        try await session.waitUntilConnected(timeout: .seconds(20))
        let message = AMQPMessage(
            exchange: exchange, routingKey: routingKey, properties: AMQPProperties(messageID: UUID().uuidString),
            body: [])
        let outcome = await session.publish([message])[0]
        run.cancel()
        try await run.value
        return outcome
    }

    private func publish(
        as configuration: AMQPConfiguration, _ routingKey: String, gives expected: PublishOutcome
    ) async throws {
        #expect(try await self.outcome(configuration, "layak.events", routingKey) == expected)
    }

    private func refuses(_ configuration: AMQPConfiguration, _ exchange: String, _ routingKey: String) async throws {
        guard case .returned(403, _) = try await self.outcome(configuration, exchange, routingKey) else {
            Issue.record("\(configuration.user) may publish \(routingKey) to \(exchange)")
            return
        }
    }

    private func subscriptionFails(_ configuration: AMQPConfiguration, _ queue: String) async throws {
        let session = AMQPConsumerSession(configuration, queue: queue, prefetch: 1, logger: self.quiet)
        let run = Task { try await session.run() }
        await #expect(throws: AMQPError.self) { try await session.waitUntilConnected(timeout: .seconds(1)) }
        guard case .connecting(_, let error?) = session.state, error.contains("ACCESS_REFUSED") else {
            Issue.record("\(configuration.user) is not refused at \(queue): \(session.state)")
            run.cancel()
            return
        }
        run.cancel()
        try await run.value
    }

    private func first(
        of queue: String, as configuration: AMQPConfiguration, giveUp: Bool
    ) async throws -> String? {
        let session = AMQPConsumerSession(configuration, queue: queue, prefetch: 1, logger: self.quiet)
        let run = Task { try await session.run() }
        var found: String?
        for await delivery in session.deliveries {
            found = delivery.properties.messageID
            if giveUp { await session.nack(delivery, requeue: false) } else { await session.ack(delivery) }
            break
        }
        run.cancel()
        try await run.value
        return found
    }
}
