import Glibc
import TestSupport
import Testing

@testable import AMQP

/// No call may outlive its deadline, whatever the peer does. The deadlines here are short; only their meaning is tested.
@Suite("A silent peer", .timeLimit(.minutes(2)))
struct SilentPeerTests {
    private let short = Deadlines(
        connect: .seconds(2), login: .seconds(2), rpc: .seconds(2), io: .milliseconds(500),
        close: .milliseconds(300), confirm: .seconds(1))

    /// A virtual host whose broker is reached through a proxy that can fall silent.
    private func withProxy(
        _ body: (SilentProxy, _ through: AMQPConfiguration, _ direct: AMQPConfiguration) async throws -> Void
    ) async throws {
        try await TestVirtualHost.with { direct in
            try await oneQueue.declare(on: direct)
            let proxy = try SilentProxy(target: direct.endpoints[0].port)
            defer { proxy.stop() }
            var through = direct
            through.endpoints = [AMQPEndpoint(host: "127.0.0.1", port: proxy.port)]
            try await body(proxy, through, direct)
        }
    }

    @Test("One that accepts and never answers is given up within connect and login deadline")
    func neverAnswers() async throws {
        let (listener, port) = try Loopback.listener()
        defer { close(listener) }
        let configuration = AMQPConfiguration(
            endpoints: [.init(host: "127.0.0.1", port: port)], user: "u", password: "p")
        let connection = PublisherConnection(deadlines: self.short, blockedChanged: { _ in }, failed: { _ in })
        let start = ContinuousClock.now
        await #expect(throws: AMQPError.self) {
            try await connection.open(configuration.endpoints[0], configuration)
        }
        #expect(ContinuousClock.now - start < .seconds(8))
        await connection.close()

        let session = AMQPPublisherSession(configuration, logger: quiet, deadlines: self.short)
        let run = Task { try await session.run() }
        try await wait(for: "the state to say why") {
            if case .connecting(let attempts, _?) = session.state { attempts >= 2 } else { false }
        }
        #expect(await session.publish([message("1")]) == [.unknown])
        await #expect(throws: AMQPError.self) { try await session.waitUntilConnected(timeout: .milliseconds(50)) }
        run.cancel()
        try await run.value
    }

    @Test("With the standing deadlines too, a call for the topology ends soon")
    func topology() async throws {
        let (listener, port) = try Loopback.listener()
        defer { close(listener) }
        let start = ContinuousClock.now
        await #expect(throws: AMQPError.self) {
            try await oneQueue.declare(
                on: AMQPConfiguration(endpoints: [.init(host: "127.0.0.1", port: port)], user: "u", password: "p"))
        }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test(
        "A broker that falls silent leaves messages unknown within the confirm deadline, and a new connection takes them"
    )
    func silentWhilePublishing() async throws {
        try await self.withProxy { proxy, through, _ in
            let session = AMQPPublisherSession(through, logger: quiet, deadlines: self.short)
            try await running(session) {
                #expect(await session.publish([message("1")]) == [.confirmed])
                proxy.fallSilent()
                let start = ContinuousClock.now
                #expect(await session.publish([message("2")]) == [.unknown])
                #expect(ContinuousClock.now - start < .seconds(4))
                proxy.speakAgain()
                try await session.waitUntilConnected(timeout: .seconds(20) * TestPatience.factor)
                #expect(await session.publish([message("2")]) == [.confirmed])
            }
        }
    }

    @Test("More than the socket takes, towards a silent broker: nobody waits beyond the deadlines")
    func silentWithFullBuffers() async throws {
        try await self.withProxy { proxy, through, _ in
            let session = AMQPPublisherSession(through, logger: quiet, deadlines: self.short)
            try await running(session) {
                proxy.fallSilent()
                let start = ContinuousClock.now
                let batch = (0..<100).map { message("\($0)", body: [UInt8](repeating: 1, count: 200_000)) }
                #expect(await session.publish(batch).allSatisfy { $0 == .unknown })
                #expect(ContinuousClock.now - start < .seconds(5))
            }
        }
    }

    @Test("One message larger than every buffer, towards a silent broker: the watchdog cuts the call")
    func watchdogCuts() async throws {
        try await self.withProxy { proxy, through, _ in
            let connection = PublisherConnection(deadlines: self.short, blockedChanged: { _ in }, failed: { _ in })
            try await connection.open(through.endpoints[0], through)
            proxy.fallSilent()
            let start = ContinuousClock.now
            #expect(
                await connection.publish([message("1", body: [UInt8](repeating: 1, count: 64 << 20))]) == [.unknown])
            #expect(ContinuousClock.now - start < .seconds(5))
            await connection.close()
            #expect(ContinuousClock.now - start < .seconds(6))
        }
    }

    @Test("A consumer notices by heartbeat, and a new connection delivers")
    func silentWhileConsuming() async throws {
        try await self.withProxy { proxy, through, direct in
            var configuration = through
            configuration.heartbeat = .seconds(1)
            let consumer = AMQPConsumerSession(
                configuration, queue: "q", prefetch: 5, logger: quiet, deadlines: self.short)
            let publisher = AMQPPublisherSession(direct, logger: quiet)
            try await running(publisher) {
                try await running(consumer) {
                    proxy.fallSilent()
                    try await wait(for: "the silence to be noticed", within: .seconds(10)) {
                        !consumer.state.isConnected
                    }
                    proxy.speakAgain()
                    try await consumer.waitUntilConnected(timeout: .seconds(20) * TestPatience.factor)
                    #expect(await publisher.publish([message("1")]) == [.confirmed])
                    let delivery = try await take(1, from: consumer)[0]
                    #expect(delivery.properties.messageID == "1")
                    await consumer.ack(delivery)
                }
            }
        }
    }

    @Test("A node that is down is passed over")
    func nextNode() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            var through = configuration
            through.endpoints.insert(AMQPEndpoint(host: "127.0.0.1", port: try Loopback.freePort()), at: 0)
            let session = AMQPPublisherSession(through, logger: quiet)
            try await running(session) { #expect(await session.publish([message("1")]) == [.confirmed]) }
        }
    }

    @Test("An idle connection lives: heartbeats are served while nobody calls")
    func idle() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            var restless = configuration
            restless.heartbeat = .seconds(3)
            let session = AMQPPublisherSession(restless, logger: quiet)
            try await running(session) {
                let before = session.state
                // Not a wait for a condition but the thing itself: the broker closes after two silent heartbeats.
                try await Task.sleep(for: .seconds(10))
                #expect(session.state == before)
                #expect(await session.publish([message("1")]) == [.confirmed])
                #expect(session.state == before)
            }
        }
    }

    @Test("A cancelled publish returns what is known")
    func cancelledPublish() async throws {
        try await self.withProxy { proxy, through, _ in
            let session = AMQPPublisherSession(through, logger: quiet)
            try await running(session) {
                proxy.fallSilent()
                let publishing = Task { await session.publish([message("1")]) }
                publishing.cancel()
                let start = ContinuousClock.now
                #expect(await publishing.value == [.unknown])
                #expect(ContinuousClock.now - start < .seconds(5))
            }
        }
    }
}
