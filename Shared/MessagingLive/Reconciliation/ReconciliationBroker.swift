import Contracts
import Logging
import Messaging

/// A broker whose subscriptions hand what services compare to the desk, and everything else to the consumer of the queue.
///
/// It is taken out here, before any lane or inbox: it has no place in a stream, and its sender asks again when it is lost.
struct ReconciliationBroker: MessageBroker {
    let inner: any MessageBroker
    let desk: ReconciliationDesk
    let logger: Logger

    func run() async throws { try await self.inner.run() }
    func publish(_ batch: [OutgoingMessage]) async -> [PublishReport] { await self.inner.publish(batch) }
    var state: BrokerState { self.inner.state }

    func subscribe(queue: String, prefetch: Int) -> any MessageSubscription {
        let (taken, feed) = AsyncStream<Delivery>.makeStream(bufferingPolicy: .bufferingNewest(64))
        return Subscription(
            inner: self.inner.subscribe(queue: queue, prefetch: prefetch), desk: self.desk, logger: self.logger,
            taken: taken, feed: feed)
    }

    private struct Subscription: MessageSubscription {
        let inner: any MessageSubscription
        let desk: ReconciliationDesk
        let logger: Logger
        let taken: AsyncStream<Delivery>
        let feed: AsyncStream<Delivery>.Continuation

        func run() async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await delivery in self.taken { await self.handle(delivery) } }
                group.addTask { try await self.inner.run() }
                defer { group.cancelAll() }
                // The first to end ends both: only the subscription ends by itself.
                _ = try await group.next()
            }
        }

        var deliveries: AsyncStream<Delivery> {
            let deliveries = self.inner.deliveries
            return AsyncStream {
                // The stream keeps its elements in itself; an iterator has nothing of its own to lose.
                var iterator = deliveries.makeAsyncIterator()
                while let delivery = await iterator.next() {
                    guard ReconciliationDesk.concerns(delivery) else { return delivery }
                    // Before anything behind it can be acknowledged: a consumer may settle many at once.
                    await self.inner.ack(delivery)
                    self.feed.yield(delivery)
                }
                return nil
            }
        }

        private func handle(_ delivery: Delivery) async {
            do {
                try await self.desk.receive(delivery)
            } catch {
                self.logger.warning(
                    "reconciliation message was lost and is asked for again",
                    metadata: [MessagingLogKey.error: "\(error)"])
            }
        }

        func ack(_ delivery: Delivery) async { await self.inner.ack(delivery) }
        func ack(upTo delivery: Delivery) async { await self.inner.ack(upTo: delivery) }
        func nack(_ delivery: Delivery, requeue: Bool) async { await self.inner.nack(delivery, requeue: requeue) }
        var state: BrokerState { self.inner.state }
    }
}

extension ReconciliationDesk {
    /// Whether a delivery is what services compare. In the parking queue only its type still tells.
    static func concerns(_ delivery: Delivery) -> Bool {
        if delivery.exchange == ExchangeName.reconciliation { return true }
        let types = [ReconciliationStatement.type, ReconciliationAnswer.type, ReconciliationRequest.type]
        return delivery.exchange.isEmpty && types.contains { $0.name == delivery.properties.type }
    }
}
