import Contracts
import Foundation
import Messaging
import TestSupport
import Testing

@Suite("Every broker keeps the port's promises")
struct BrokerContractTests {
    private func message(_ text: String, key: String = "note.noted.v1", mandatory: Bool = true) -> OutgoingMessage {
        OutgoingMessage(
            exchange: ExchangeName.events, routingKey: key, mandatory: mandatory,
            properties: MessageProperties(
                contentType: "application/json", type: key, messageID: UUID().uuidString, correlationID: "c",
                replyTo: "r", appID: "a", timestamp: Date(timeIntervalSince1970: 1_790_000_000),
                headers: [
                    "subject": .string("é"), "sequence": .int64(.max), "flag": .bool(true), "raw": .bytes([0, 255]),
                    "at": .timestamp(Date(timeIntervalSince1970: 1)),
                ]),
            body: Array(text.utf8))
    }

    private func publishing(
        _ under: BrokerUnderTest, _ body: @Sendable () async throws -> Void
    ) async throws {
        try await running({ try await under.broker.run() }) {
            try await eventually("the broker is connected") { under.broker.state == .connected }
            try await body()
        }
    }

    @Test("A message arrives with everything it carried", arguments: BrokerKind.allCases)
    func arrives(kind: BrokerKind) async throws {
        try await BrokerUnderTest.with(kind) { under in
            let collector = Collector(under.broker, queue: "test.events")
            try await self.publishing(under) {
                try await running({ try await collector.run() }) {
                    let sent = self.message("hello")
                    #expect(await under.broker.publish([sent]) == [.confirmed])
                    try await eventually { collector.deliveries.count == 1 }
                    let got = collector.deliveries[0]
                    #expect(got.properties == sent.properties)
                    #expect(got.body == sent.body)
                    #expect(got.exchange == ExchangeName.events && got.routingKey == "note.noted.v1")
                    #expect(!got.redelivered)
                }
            }
        }
    }

    @Test("A batch arrives in its order and each message has its own report", arguments: BrokerKind.allCases)
    func batch(kind: BrokerKind) async throws {
        try await BrokerUnderTest.with(kind) { under in
            let collector = Collector(under.broker, queue: "test.events")
            try await self.publishing(under) {
                var batch = (0..<100).map { self.message("\($0)") }
                batch[40] = self.message("nowhere", key: "orphan.made.v1")
                batch[41] = self.message("nobody minds", key: "orphan.made.v1", mandatory: false)
                let reports = await under.broker.publish(batch)
                #expect(reports.count == 100)
                for (index, report) in reports.enumerated() {
                    if index == 40 {
                        guard case .returned(let code, _) = report else {
                            Issue.record("a mandatory message without a queue must come back")
                            continue
                        }
                        #expect(code == 312)
                    } else {
                        #expect(report == .confirmed)
                    }
                }
                try await running({ try await collector.run() }) {
                    try await eventually { collector.deliveries.count >= 98 }
                    let texts = collector.deliveries.map { String(decoding: $0.body, as: UTF8.self) }
                    #expect(texts == (0..<100).filter { $0 != 40 && $0 != 41 }.map { "\($0)" })
                }
            }
        }
    }

    @Test("Without a connection a publish is unknown, never lost in silence", arguments: BrokerKind.allCases)
    func unconnected(kind: BrokerKind) async throws {
        try await BrokerUnderTest.with(kind) { under in
            // The real one has no connection before it runs.
            (under.broker as? InMemoryBroker)?.setConnected(false)
            #expect(await under.broker.publish([self.message("x")]) == [.unknown])
            #expect(under.broker.state == .connecting)
        }
    }

    @Test("No more deliveries than the prefetch are unsettled at a time", arguments: BrokerKind.allCases)
    func prefetch(kind: BrokerKind) async throws {
        try await BrokerUnderTest.with(kind) { under in
            try await self.publishing(under) {
                _ = await under.broker.publish((0..<20).map { self.message("\($0)") })
                let subscription = under.broker.subscribe(queue: "test.events", prefetch: 3)
                try await running({ try await subscription.run() }) {
                    var held: [Delivery] = []
                    var count = 0
                    for await delivery in subscription.deliveries {
                        held.append(delivery)
                        count += 1
                        #expect(held.count <= 3)
                        if count == 20 { break }
                        if held.count == 3 { await subscription.ack(held.removeFirst()) }
                    }
                }
            }
        }
    }

    @Test("What was not settled comes again, marked as redelivered", arguments: BrokerKind.allCases)
    func redelivery(kind: BrokerKind) async throws {
        try await BrokerUnderTest.with(kind) { under in
            try await self.publishing(under) {
                _ = await under.broker.publish([self.message("a"), self.message("b")])
                let first = under.broker.subscribe(queue: "test.events", prefetch: 10)
                let held = try await running({ try await first.run() }) {
                    var held: [Delivery] = []
                    for await delivery in first.deliveries {
                        held.append(delivery)
                        if held.count == 2 { break }
                    }
                    await first.ack(held[0])
                    return held
                }
                let second = Collector(under.broker, queue: "test.events")
                try await running({ try await second.run() }) {
                    try await eventually { second.deliveries.count == 1 }
                    #expect(second.deliveries[0].body == Array("b".utf8))
                    #expect(second.deliveries[0].redelivered)
                    // Settling a delivery of a subscription that is gone does nothing.
                    await first.ack(held[1])
                }
            }
        }
    }

    @Test("A delivery given back is delivered again", arguments: BrokerKind.allCases)
    func givenBack(kind: BrokerKind) async throws {
        try await BrokerUnderTest.with(kind) { under in
            try await self.publishing(under) {
                _ = await under.broker.publish([self.message("a")])
                let subscription = under.broker.subscribe(queue: "test.events", prefetch: 1)
                try await running({ try await subscription.run() }) {
                    var count = 0
                    for await delivery in subscription.deliveries {
                        count += 1
                        if count == 1 {
                            await subscription.nack(delivery, requeue: true)
                        } else {
                            #expect(delivery.redelivered)
                            await subscription.ack(delivery)
                            break
                        }
                    }
                }
            }
        }
    }
}
