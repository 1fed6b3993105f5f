import Foundation
import Logging
import Testing
import TestSupport

@testable import AMQP

/// What publishers and consumers have in common.
protocol Session: Sendable {
    func run() async throws
    func waitUntilConnected(timeout: Duration) async throws
}

extension AMQPPublisherSession: Session {}
extension AMQPConsumerSession: Session {}

/// Runs a session beside a test, and waits for its end.
func running<T>(_ session: some Session, _ body: () async throws -> T) async throws -> T {
    let task = Task { try await session.run() }
    do {
        try await session.waitUntilConnected(timeout: .seconds(20) * TestPatience.factor)
        let result = try await body()
        task.cancel()
        try await task.value
        return result
    } catch {
        task.cancel()
        _ = await task.result
        throw error
    }
}

/// Waits until a condition holds; fails the test when it does not within the limit.
func wait(
    for what: String, within limit: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit * TestPatience.factor
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("waited in vain for \(what)", sourceLocation: sourceLocation)
            throw CancellationError()
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// The next deliveries, in order.
func take(_ count: Int, from session: AMQPConsumerSession) async throws -> [AMQPDelivery] {
    var taken: [AMQPDelivery] = []
    for await delivery in session.deliveries {
        taken.append(delivery)
        if taken.count == count { return taken }
    }
    throw AMQPError(code: .connectionLost, message: "the deliveries ended after \(taken.count) of \(count)")
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// One exchange, one quorum queue `q` bound with `a.#`.
let oneQueue = Topology(
    exchanges: [.init(name: "x", kind: "topic")], queues: [.init(name: "q")],
    bindings: [.init(exchange: "x", queue: "q", routingKey: "a.#")])

func message(_ id: String, to routingKey: String = "a.b", exchange: String = "x", body: [UInt8] = [1, 2, 3])
    -> AMQPMessage
{
    AMQPMessage(
        exchange: exchange, routingKey: routingKey, properties: AMQPProperties(messageID: id), body: body)
}
