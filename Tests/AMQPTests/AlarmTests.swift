import TestSupport
import Testing

@testable import AMQP

@Suite("A broker of one's own", .timeLimit(.minutes(3)))
struct AlarmTests {
    @Test("A memory alarm blocks publishing and says so, never consuming; afterwards everything goes on; a restart too")
    func alarmAndRestart() async throws {
        try await OwnBroker.with { broker in
            try await oneQueue.declare(on: broker.configuration)
            var deadlines = Deadlines()
            deadlines.confirm = .seconds(2)
            let publisher = AMQPPublisherSession(broker.configuration, logger: quiet, deadlines: deadlines)
            let consumer = AMQPConsumerSession(broker.configuration, queue: "q", prefetch: 5, logger: quiet)
            try await running(publisher) {
                try await running(consumer) {
                    #expect(await publisher.publish([message("1"), message("2")]) == [.confirmed, .confirmed])
                    let first = try await take(2, from: consumer)

                    try await broker.control("set_vm_memory_high_watermark", "0.00001")
                    let start = ContinuousClock.now
                    let large = (0..<60).map { message("big\($0)", body: [UInt8](repeating: 1, count: 250_000)) }
                    let outcomes = await publisher.publish(large)
                    #expect(outcomes.contains(.unknown))
                    #expect(ContinuousClock.now - start < .seconds(8))
                    guard case .blocked(let reason) = publisher.state else {
                        Issue.record("the state is \(publisher.state), not blocked")
                        return
                    }
                    #expect(reason.contains("memory"))

                    // Consuming goes on: what is given back comes again.
                    await consumer.nack(first[0], requeue: true)
                    let again = try await take(1, from: consumer)[0]
                    #expect(again.properties.messageID == first[0].properties.messageID)

                    try await broker.control("set_vm_memory_high_watermark", "0.6")
                    try await publisher.waitUntilConnected(timeout: .seconds(20) * TestPatience.factor)
                    #expect(await publisher.publish([message("3")]) == [.confirmed])
                    #expect(consumer.state.isConnected)

                    try await broker.control("stop_app")
                    try await wait(for: "the loss to show") {
                        !publisher.state.isConnected && !consumer.state.isConnected
                    }
                    #expect(await publisher.publish([message("4")]) == [.unknown])
                    try await broker.control("start_app")
                    try await publisher.waitUntilConnected(timeout: .seconds(40) * TestPatience.factor)
                    try await consumer.waitUntilConnected(timeout: .seconds(40) * TestPatience.factor)
                    // Of an earlier connection: must do nothing.
                    await consumer.ack(again)
                    #expect(await publisher.publish([message("4")]) == [.confirmed])
                }
            }
        }
    }
}
