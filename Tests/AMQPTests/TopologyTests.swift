import TestSupport
import Testing

@testable import AMQP

@Suite("Topology on the real broker", .timeLimit(.minutes(2)))
struct TopologyTests {
    @Test("What is declared is found, twice over, also by a user who may do nothing")
    func declared() async throws {
        try await TestVirtualHost.withHost { host in
            try await oneQueue.declare(on: host.configuration)
            try await oneQueue.declare(on: host.configuration)
            let nobody = try await host.user(configure: "^$", write: "^$", read: "^$")
            #expect(try await oneQueue.check(on: nobody).isEmpty)
            #expect(try await oneQueue.check(on: host.configuration, depth: .arguments).isEmpty)
            await #expect(throws: AMQPError.self) { try await oneQueue.declare(on: nobody) }
            try await host.removeUser(nobody)
        }
    }

    @Test("Everything that is missing is named, and checking creates nothing")
    func missing() async throws {
        try await TestVirtualHost.with { configuration in
            for depth in [TopologyDepth.existence, .arguments] {
                let drifts = try await oneQueue.check(on: configuration, depth: depth)
                #expect(drifts.map(\.description) == ["exchange x: missing", "queue q: missing"])
            }
        }
    }

    @Test("A queue with other arguments and an exchange of another kind are drifts that say what differs")
    func drifted() async throws {
        try await TestVirtualHost.with { configuration in
            let other = Topology(
                exchanges: [.init(name: "x", kind: "direct")],
                queues: [.init(name: "q", arguments: ["x-queue-type": "classic"])])
            try await other.declare(on: configuration)
            #expect(try await oneQueue.check(on: configuration).isEmpty)
            let drifts = try await oneQueue.check(on: configuration, depth: .arguments)
            #expect(drifts.map(\.name) == ["x", "q"])
            #expect(drifts[0].difference.contains("inequivalent arg 'type'"))
            #expect(drifts[1].difference.contains("inequivalent arg 'x-queue-type'"))
            await #expect(throws: AMQPError.self) { try await oneQueue.declare(on: configuration) }
        }
    }
}
