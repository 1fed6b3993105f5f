public import Messaging
import Threading

/// Consumes `<service>.events`: each event has its effect once, in the order of its subject.
public final class EventConsumer: Sendable {
    private let lanes: LaneConsumer
    private let subscription: any MessageSubscription

    /// A consumer that does nothing until it runs.
    public init(_ setup: MessagingSetup, broker: any MessageBroker, handlers: [AnyEventHandler]) {
        let processor = EventProcessor(setup: setup, handlers: handlers)
        self.subscription = broker.subscribe(queue: processor.queue, prefetch: setup.limits.prefetch)
        self.lanes = LaneConsumer(
            queue: processor.queue, subscription: self.subscription,
            limits: setup.limits.consumer(batch: setup.limits.batch),
            setup: setup, work: processor)
    }

    /// Runs until the task is cancelled; then finishes what has begun.
    public func run() async throws { try await self.lanes.run() }

    /// Whether deliveries can arrive.
    public var brokerState: BrokerState { self.subscription.state }
}
