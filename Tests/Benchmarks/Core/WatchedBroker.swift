import Messaging

/// The real broker, with somebody who sees what is published and what is confirmed.
struct WatchedBroker: MessageBroker {
    let broker: any MessageBroker
    /// Called before each batch.
    let publishing: @Sendable ([OutgoingMessage]) -> Void
    /// Called with how many the broker has confirmed.
    let confirmed: @Sendable (Int) -> Void

    func run() async throws { try await self.broker.run() }

    func publish(_ batch: [OutgoingMessage]) async -> [PublishReport] {
        self.publishing(batch)
        let reports = await self.broker.publish(batch)
        self.confirmed(reports.count { $0 == .confirmed })
        return reports
    }

    func subscribe(queue: String, prefetch: Int) -> any MessageSubscription {
        self.broker.subscribe(queue: queue, prefetch: prefetch)
    }

    var state: BrokerState { self.broker.state }
}
