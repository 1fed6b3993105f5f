import AMQP
import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres
import TestSupport
import Testing

@Suite("The runtime of a service")
struct RuntimeTests {
    private func runtime(_ stage: Stage, _ configuration: AMQPConfiguration) -> MessagingRuntime {
        var setup = stage.setup
        setup.service = .review
        return MessagingRuntime(
            setup, relayDatabase: stage.relayConfiguration, amqp: configuration,
            eventHandlers: [AnyEventHandler(WriteDown())])
    }

    @Test("A broker without the declared queues stops the service and says what is missing")
    func drift() async throws {
        try await Stage.with(.rabbit) { stage in
            let runtime = self.runtime(stage, try #require(stage.under.host).configuration)
            let drifted = await #expect(throws: TopologyDrifted.self) { try await runtime.run() }
            let names = Set(drifted?.drifts.map(\.name) ?? [])
            #expect(names.isSuperset(of: ["review.events", "review.commands", "review.parking"]))
        }
    }

    @Test("With a broker that is away it waits, and ends at once when it is told to")
    func brokerAway() async throws {
        try await Stage.with(.memory) { stage in
            let configuration = AMQPConfiguration(
                endpoints: [AMQPEndpoint(host: "127.0.0.1", port: 1)], user: "nobody", password: "nothing")
            let runtime = self.runtime(stage, configuration)
            let task = Task { try await runtime.run() }
            // The parts that need only the database are at work.
            try await stage.append("kept")
            #expect(try await stage.statistics().outboxDepth == 1)
            #expect(runtime.brokerState == .connecting)
            let start = ContinuousClock.now
            task.cancel()
            try await task.value
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }
}
