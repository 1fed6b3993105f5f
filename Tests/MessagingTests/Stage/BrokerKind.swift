import AMQP
import Logging
import Messaging
import MessagingLive
import TestSupport
import Testing

/// The two brokers that must behave alike.
enum BrokerKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case memory
    case rabbit

    var testDescription: String { self.rawValue }
}

/// What every broker of these tests has: the exchanges of Layak, and the queues of a service called `test`.
struct BrokerBindings: Sendable {
    static let all: [(queue: String, exchange: String, key: String)] = [
        ("test.events", ExchangeName.events, "note.#"), ("test.events", ExchangeName.events, "case.#"),
        ("test.commands", ExchangeName.commands, "case.#"), ("test.commands", ExchangeName.commands, "complaint.#"),
        ("test.parking", ExchangeName.parking, "test.events"), ("test.parking", ExchangeName.parking, "test.commands"),
        ("replies", ExchangeName.replies, "me"),
        ("stranger", ExchangeName.replies, "stranger"), ("test.events", ExchangeName.reconciliation, "test.*"),
        ("tap", ExchangeName.events, "note.#"), ("tap", ExchangeName.reconciliation, "#"),
    ]
}

/// A broker under test, and the means to disturb it.
struct BrokerUnderTest: Sendable {
    let broker: any MessageBroker
    let host: TestVirtualHost?

    /// Makes a broker of this kind with the queues of ``BrokerBindings``.
    static func with<T>(_ kind: BrokerKind, _ body: (BrokerUnderTest) async throws -> T) async throws -> T {
        switch kind {
        case .memory:
            let broker = InMemoryBroker()
            for binding in BrokerBindings.all {
                broker.bind(queue: binding.queue, to: binding.exchange, pattern: binding.key)
            }
            return try await body(BrokerUnderTest(broker: broker, host: nil))
        case .rabbit:
            return try await TestVirtualHost.withHost { host in
                let topology = Topology(
                    exchanges: BrokerTopology.layak.exchanges.map { .init(name: $0.name, kind: $0.kind) },
                    queues: Set(BrokerBindings.all.map(\.queue)).sorted().map { .init(name: $0) },
                    bindings: BrokerBindings.all.map {
                        .init(exchange: $0.exchange, queue: $0.queue, routingKey: $0.key)
                    })
                try await topology.declare(on: host.configuration)
                let broker = AMQPBroker(host.configuration, logger: Logger(label: "test.amqp"))
                return try await body(BrokerUnderTest(broker: broker, host: host))
            }
        }
    }

    /// Another client of the same broker, with connections of its own.
    func another() -> any MessageBroker {
        guard let host = self.host else { return self.broker }
        return AMQPBroker(host.configuration, logger: Logger(label: "test.amqp.other"))
    }

    /// Binds a queue, as an operator would mend a missing binding.
    func bind(queue: String, to exchange: String, key: String) async throws {
        if let memory = self.broker as? InMemoryBroker {
            memory.bind(queue: queue, to: exchange, pattern: key)
        } else if let host = self.host {
            try await Topology(
                queues: [.init(name: queue)], bindings: [.init(exchange: exchange, queue: queue, routingKey: key)]
            ).declare(on: host.configuration)
        }
    }
}

/// Runs something in the background while the body runs, then cancels it and waits for its end.
func running<T: Sendable>(
    _ background: @escaping @Sendable () async throws -> Void, while body: @Sendable () async throws -> T
) async throws -> T {
    let task = Task { try await background() }
    let result: Result<T, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    task.cancel()
    let end = await task.result
    let value = try result.get()
    if case .failure(let error) = end, !(error is CancellationError) { throw error }
    return value
}
