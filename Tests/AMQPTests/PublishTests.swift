import Foundation
import TestSupport
import Testing

@testable import AMQP

@Suite("Publishing to the real broker", .timeLimit(.minutes(2)))
struct PublishTests {
    @Test("A routed message is confirmed and an unroutable one is returned, each under its own number")
    func confirmedAndReturned() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            let session = AMQPPublisherSession(configuration, logger: quiet)
            try await running(session) {
                let batch = (0..<200).map { message("\($0)", to: $0.isMultiple(of: 3) ? "nowhere" : "a.\($0)") }
                let outcomes = await session.publish(batch)
                #expect(outcomes.count == 200)
                for (index, outcome) in outcomes.enumerated() {
                    #expect(
                        outcome
                            == (index.isMultiple(of: 3) ? .returned(code: 312, text: "NO_ROUTE") : .confirmed))
                }
            }
        }
    }

    @Test("A message without mandatory to nowhere is confirmed, and mandatory works without a message id")
    func mandatory() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            let session = AMQPPublisherSession(configuration, logger: quiet)
            try await running(session) {
                var optional = message("1", to: "nowhere")
                optional.mandatory = false
                var anonymous = message("2", to: "nowhere")
                anonymous.properties.messageID = nil
                let outcomes = await session.publish([optional, anonymous])
                #expect(outcomes == [.confirmed, .returned(code: 312, text: "NO_ROUTE")])
            }
        }
    }

    @Test("A full queue that rejects gives nacks, and nothing is lost of what was confirmed")
    func nacked() async throws {
        try await TestVirtualHost.with { configuration in
            let full = Topology(
                exchanges: [.init(name: "x", kind: "topic")],
                queues: [
                    .init(
                        name: "q",
                        arguments: ["x-queue-type": "quorum", "x-max-length": 3, "x-overflow": "reject-publish"])
                ],
                bindings: [.init(exchange: "x", queue: "q", routingKey: "#")])
            try await full.declare(on: configuration)
            let session = AMQPPublisherSession(configuration, logger: quiet)
            try await running(session) {
                var outcomes: [PublishOutcome] = []
                for number in 0..<20 { outcomes += await session.publish([message("\(number)")]) }
                #expect(outcomes.first == .confirmed)
                #expect(outcomes.last == .nacked)
                #expect(Set(outcomes) == [.confirmed, .nacked])
            }
        }
    }

    @Test("A connection that goes on being refused is replaced by another")
    func refusedAgainAndAgain() async throws {
        try await TestVirtualHost.with { configuration in
            let full = Topology(
                exchanges: [.init(name: "x", kind: "topic")],
                queues: [
                    .init(
                        name: "q",
                        arguments: ["x-queue-type": "quorum", "x-max-length": 1, "x-overflow": "reject-publish"])
                ],
                bindings: [.init(exchange: "x", queue: "q", routingKey: "#")])
            try await full.declare(on: configuration)
            var deadlines = Deadlines()
            deadlines.refusals = .milliseconds(100)
            let log = CapturedLog()
            let session = AMQPPublisherSession(configuration, logger: log.logger, deadlines: deadlines)
            try await running(session) {
                for number in 0..<20 { _ = await session.publish([message("\(number)")]) }
                try await eventually("another connection") {
                    log.text.contains("the broker refused again and again")
                }
                try await session.waitUntilConnected(timeout: .seconds(20))
            }
        }
    }

    @Test("A missing exchange returns its own messages, and the session is back for the others")
    func missingExchange() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            let session = AMQPPublisherSession(configuration, logger: quiet)
            try await running(session) {
                let outcomes = await session.publish([message("1"), message("2", exchange: "nowhere"), message("3")])
                guard case .returned(404, _) = outcomes[1] else {
                    Issue.record("not returned: \(outcomes)")
                    return
                }
                #expect([.confirmed, .unknown].contains(outcomes[0]))
                #expect(outcomes[2] == .unknown)
                try await session.waitUntilConnected(timeout: .seconds(20))
                #expect(await session.publish([message("1"), message("3")]) == [.confirmed, .confirmed])
            }
        }
    }

    @Test("What the protocol cannot carry is returned without harm to its neighbours")
    func flaws() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            let session = AMQPPublisherSession(configuration, logger: quiet)
            try await running(session) {
                let long = String(repeating: "a", count: 256)
                var bigHeaders = message("2")
                bigHeaders.properties.headers = ["h": .string(String(repeating: "x", count: 200_000))]
                let outcomes = await session.publish([
                    message("1", to: "a." + long), bigHeaders, message(long), message("4"),
                ])
                #expect(
                    outcomes == [
                        .returned(code: 501, text: "routing key longer than 255 bytes"),
                        .returned(code: 501, text: "headers larger than 64 KiB"),
                        .returned(code: 501, text: "message id longer than 255 bytes"), .confirmed,
                    ])
            }
        }
    }

    @Test("A user who may not publish there is told so", .timeLimit(.minutes(1)))
    func forbidden() async throws {
        try await TestVirtualHost.withHost { host in
            try await oneQueue.declare(on: host.configuration)
            let nobody = try await host.user(configure: "^$", write: "^$", read: "^$")
            let session = AMQPPublisherSession(nobody, logger: quiet)
            try await running(session) {
                guard case .returned(403, _) = await session.publish([message("1")])[0] else {
                    Issue.record("a forbidden message was not returned")
                    return
                }
            }
            try await host.removeUser(nobody)
        }
    }

    @Test("A message larger than the broker takes is returned, and the session is back for others")
    func tooLarge() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            let session = AMQPPublisherSession(configuration, logger: quiet)
            try await running(session) {
                // The brokers of the tests take 16 MiB at most (`max_message_size`).
                let huge = message("1", body: [UInt8](repeating: 7, count: 20 << 20))
                guard case .returned(406, _) = await session.publish([huge])[0] else {
                    Issue.record("a message above the broker's limit was not returned")
                    return
                }
                try await session.waitUntilConnected(timeout: .seconds(20))
                #expect(await session.publish([message("2")]) == [.confirmed])
            }
        }
    }

    @Test("A body that fills its last frame is not held back by the kernel")
    func fullFrames() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            let session = AMQPPublisherSession(configuration, logger: quiet)
            try await running(session) {
                let full = message("1", body: [UInt8](repeating: 1, count: 131_064))
                let start = ContinuousClock.now
                for _ in 0..<25 { #expect(await session.publish([full]) == [.confirmed]) }
                // Held back it would be 200 ms each, 5 s in all.
                #expect(ContinuousClock.now - start < .seconds(4))
            }
        }
    }

    @Test("Without a connection every message is unknown at once")
    func notConnected() async throws {
        let session = AMQPPublisherSession(
            AMQPConfiguration(endpoints: [.init(host: "127.0.0.1", port: 1)], user: "u", password: "p"), logger: quiet)
        #expect(await session.publish([message("1"), message("2")]) == [.unknown, .unknown])
        #expect(session.state == .stopped)
    }

    @Test("Many callers at once get each their own outcomes")
    func manyCallers() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            let session = AMQPPublisherSession(configuration, logger: quiet)
            try await running(session) {
                let wrong = await withTaskGroup(of: Int.self) { group in
                    for caller in 0..<20 {
                        group.addTask {
                            var wrong = 0
                            for round in 0..<20 {
                                let goesNowhere = (caller + round).isMultiple(of: 2)
                                let outcome = await session.publish([
                                    message("\(caller).\(round)", to: goesNowhere ? "no" : "a")
                                ])[0]
                                let expected: PublishOutcome =
                                    goesNowhere ? .returned(code: 312, text: "NO_ROUTE") : .confirmed
                                if outcome != expected { wrong += 1 }
                            }
                            return wrong
                        }
                    }
                    return await group.reduce(0, +)
                }
                #expect(wrong == 0)
            }
        }
    }
}
