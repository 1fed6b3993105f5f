public import AMQP
public import Logging
public import Messaging

/// RabbitMQ behind the port: one connection for publishing, and one for each subscription.
public final class AMQPBroker: MessageBroker {
    private let configuration: AMQPConfiguration
    private let session: AMQPPublisherSession
    private let logger: Logger

    /// A broker that connects when it runs.
    public init(_ configuration: AMQPConfiguration, logger: Logger) {
        self.configuration = configuration
        self.session = AMQPPublisherSession(configuration, logger: logger)
        self.logger = logger
    }

    public func run() async throws { try await self.session.run() }

    public func publish(_ batch: [OutgoingMessage]) async -> [PublishReport] {
        await self.session.publish(batch.map { AMQPMessage($0) }).map { PublishReport($0) }
    }

    public func subscribe(queue: String, prefetch: Int) -> any MessageSubscription {
        let session = AMQPConsumerSession(
            self.configuration, queue: queue, prefetch: UInt16(clamping: max(1, prefetch)), logger: self.logger)
        return Subscription(session: session)
    }

    public var state: BrokerState { BrokerState(self.session.state) }

    /// Waits until it can publish.
    ///
    /// - Throws: the adapter's error when `timeout` has passed; `CancellationError`.
    public func waitUntilConnected(timeout: Duration) async throws {
        try await self.session.waitUntilConnected(timeout: timeout)
    }

    private struct Subscription: MessageSubscription {
        let session: AMQPConsumerSession

        var deliveries: AsyncStream<Delivery> {
            let deliveries = self.session.deliveries
            return AsyncStream {
                // The stream keeps its elements in itself; an iterator has nothing of its own to lose.
                var iterator = deliveries.makeAsyncIterator()
                return await iterator.next().map { Delivery($0) }
            }
        }

        func run() async throws { try await self.session.run() }

        func ack(_ delivery: Delivery) async {
            guard let own = delivery.handle as? AMQPDelivery.Tag else { return }
            await self.session.ack(own)
        }

        func ack(upTo delivery: Delivery) async {
            guard let own = delivery.handle as? AMQPDelivery.Tag else { return }
            await self.session.ack(upTo: own)
        }

        func nack(_ delivery: Delivery, requeue: Bool) async {
            guard let own = delivery.handle as? AMQPDelivery.Tag else { return }
            await self.session.nack(own, requeue: requeue)
        }

        var state: BrokerState { BrokerState(self.session.state) }
    }
}
