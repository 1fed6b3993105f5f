import Foundation
import TestSupport
import Testing

@testable import AMQP

@Suite("Consuming from the real broker", .timeLimit(.minutes(2)))
struct ConsumeTests {
    /// A virtual host with one queue, a publisher and a consumer of it.
    private func withBoth(
        prefetch: UInt16 = 10,
        _ body: (TestVirtualHost, AMQPPublisherSession, AMQPConsumerSession) async throws -> Void
    ) async throws {
        try await TestVirtualHost.withHost { host in
            try await oneQueue.declare(on: host.configuration)
            let publisher = AMQPPublisherSession(host.configuration, logger: quiet)
            let consumer = AMQPConsumerSession(host.configuration, queue: "q", prefetch: prefetch, logger: quiet)
            try await running(publisher) {
                try await running(consumer) { try await body(host, publisher, consumer) }
            }
        }
    }

    @Test("A message arrives with everything that it carried")
    func everything() async throws {
        try await self.withBoth { host, publisher, consumer in
            let sent = AMQPMessage(
                exchange: "x", routingKey: "a.ü",
                properties: AMQPProperties(
                    contentType: "application/json", type: "a.b.v1", messageID: "m", correlationID: "c", replyTo: "r",
                    appID: "intake", userID: host.configuration.user,
                    timestamp: Date(timeIntervalSince1970: 1_700_000_000),
                    headers: [
                        "text": "tëxt", "number": .int64(-5), "big": .int64(.max), "yes": true, "no": false,
                        "bytes": .bytes([0, 255]), "when": .timestamp(Date(timeIntervalSince1970: 5)), "empty": "",
                    ]),
                body: Array("{}".utf8))
            #expect(await publisher.publish([sent]) == [.confirmed])
            let delivery = try await take(1, from: consumer)[0]
            #expect(delivery.properties == sent.properties)
            #expect(delivery.body == sent.body)
            #expect(delivery.exchange == "x")
            #expect(delivery.routingKey == "a.ü")
            #expect(!delivery.redelivered)
            await consumer.ack(delivery)
        }
    }

    @Test(
        "Bodies of every awkward size arrive whole and soon",
        arguments: [0, 1, 131_063, 131_064, 131_065, 262_128, 900_000])
    func sizes(size: Int) async throws {
        try await self.withBoth { _, publisher, consumer in
            let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let start = ContinuousClock.now
            #expect(await publisher.publish([message("1", body: body)]) == [.confirmed])
            let delivery = try await take(1, from: consumer)[0]
            #expect(delivery.body == body)
            await consumer.ack(delivery)
            // A frame held back by the kernel would cost 200 ms each time.
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }

    @Test("No more than prefetch deliveries are unsettled, and each ack lets one more in")
    func prefetchBound() async throws {
        try await self.withBoth(prefetch: 3) { _, publisher, consumer in
            #expect(await publisher.publish((0..<10).map { message("\($0)") }).allSatisfy { $0 == .confirmed })
            let first = try await take(3, from: consumer)
            #expect(first.map(\.properties.messageID) == ["0", "1", "2"])
            let early = AskedOnce()
            let reader = Task {
                let next = try await take(1, from: consumer)
                early.mark()
                return next
            }
            // A round trip through the same broker: what it would have sent is here by now.
            #expect(await publisher.publish([message("10")]) == [.confirmed])
            #expect(!early.isMarked)
            await consumer.ack(first[0])
            let fourth = try await reader.value
            #expect(fourth.map(\.properties.messageID) == ["3"])
            await consumer.ack(upTo: fourth[0])
            let rest = try await take(3, from: consumer)
            #expect(rest.map(\.properties.messageID) == ["4", "5", "6"])
        }
    }

    @Test("What is given back is delivered again, marked as such")
    func givenBack() async throws {
        try await self.withBoth { _, publisher, consumer in
            #expect(await publisher.publish([message("1")]) == [.confirmed])
            let first = try await take(1, from: consumer)[0]
            await consumer.nack(first, requeue: true)
            let second = try await take(1, from: consumer)[0]
            #expect(second.redelivered)
            #expect(second.properties.messageID == "1")
            await consumer.ack(second)
            // Settled twice: the broker would close the channel if it heard it.
            await consumer.ack(second)
            await consumer.nack(first, requeue: true)
            #expect(await publisher.publish([message("2")]) == [.confirmed])
            let third = try await take(1, from: consumer)[0]
            #expect(third.tag.generation == first.tag.generation)
            #expect(third.properties.messageID == "2")
        }
    }

    @Test("After a forced close the session is back, delivers again, and never settles an old delivery")
    func forcedClose() async throws {
        try await self.withBoth { host, publisher, consumer in
            #expect(await publisher.publish([message("1")]) == [.confirmed])
            let old = try await take(1, from: consumer)[0]
            try await host.closeConnections(expecting: 2)
            let again = try await take(1, from: consumer)[0]
            #expect(again.redelivered)
            #expect(again.tag.generation > old.tag.generation)
            #expect(again.tag.number == old.tag.number)
            // Would settle the new delivery, or close the channel, if the old tag reached the new channel.
            await consumer.ack(old)
            await consumer.ack(upTo: old)
            await consumer.nack(old, requeue: false)
            try await publisher.waitUntilConnected(timeout: .seconds(20) * TestPatience.factor)
            try await host.closeConnections(expecting: 2)
            let third = try await take(1, from: consumer)[0]
            #expect(third.properties.messageID == "1")
            await consumer.ack(third)
        }
    }

    @Test("A deleted queue shows in the state, and once it is back so is the subscription")
    func deletedQueue() async throws {
        try await self.withBoth { host, publisher, consumer in
            try await host.broker.manage("DELETE", "queues/\(host.name)/q")
            try await wait(for: "the state to say what is missing") {
                guard case .connecting(_, let error?) = consumer.state else { return false }
                return error.contains("NOT_FOUND") && error.contains("'q'")
            }
            try await oneQueue.declare(on: host.configuration)
            try await consumer.waitUntilConnected(timeout: .seconds(30) * TestPatience.factor)
            #expect(await publisher.publish([message("1")]) == [.confirmed])
            let delivery = try await take(1, from: consumer)[0]
            #expect(delivery.properties.messageID == "1")
        }
    }

    @Test("The stream ends when the session ends, and what was unsettled is there for the next")
    func ending() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            let publisher = AMQPPublisherSession(configuration, logger: quiet)
            try await running(publisher) {
                #expect(await publisher.publish((0..<5).map { message("\($0)") }).allSatisfy { $0 == .confirmed })
            }
            let first = AMQPConsumerSession(configuration, queue: "q", prefetch: 10, logger: quiet)
            try await running(first) {
                let taken = try await take(2, from: first)
                #expect(taken.count == 2)
            }
            #expect(first.state == .stopped)
            for await _ in first.deliveries { Issue.record("a delivery after the end") }
            let second = AMQPConsumerSession(configuration, queue: "q", prefetch: 10, logger: quiet)
            try await running(second) {
                let ids = Set(try await take(5, from: second).map(\.properties.messageID))
                #expect(ids == ["0", "1", "2", "3", "4"])
            }
        }
    }

    @Test("A queue filled before subscribing is delivered at once, not at the next heartbeat")
    func filledBefore() async throws {
        try await TestVirtualHost.with { configuration in
            try await oneQueue.declare(on: configuration)
            let publisher = AMQPPublisherSession(configuration, logger: quiet)
            try await running(publisher) {
                #expect(await publisher.publish((0..<50).map { message("\($0)") }).allSatisfy { $0 == .confirmed })
            }
            let consumer = AMQPConsumerSession(configuration, queue: "q", prefetch: 50, logger: quiet)
            try await running(consumer) {
                let start = ContinuousClock.now
                let taken = try await take(50, from: consumer)
                #expect(taken.count == 50)
                #expect(ContinuousClock.now - start < .seconds(3))
            }
        }
    }
}
