import Contracts
public import Messaging
import Threading

/// Consumes `<service>.parking`, where the broker puts what came back too often, into the table of parked messages: no
/// message may rest only inside the broker.
public final class ParkingConsumer: Sendable {
    private let lanes: LaneConsumer

    /// A consumer that does nothing until it runs.
    ///
    /// - Parameter eventHandlers: the service's own: what waited behind an event that was given up has its turn.
    public init(_ setup: MessagingSetup, broker: any MessageBroker, eventHandlers: [AnyEventHandler]) {
        let queue = QueueName.parking(of: setup.service)
        let events = EventProcessor(setup: setup, handlers: eventHandlers)
        let commands = CommandProcessor(setup: setup, handlers: [], verify: { _ in throw Problem.unauthenticated })
        self.lanes = LaneConsumer(
            queue: queue, subscription: broker.subscribe(queue: queue, prefetch: setup.limits.prefetch), lanes: 1,
            backoff: Backoff(first: .milliseconds(50), cap: setup.limits.awayCap), random01: setup.random01,
            logger: setup.logger, key: { _ in "" },
            handle: { delivery in
                // Only events carry a sequence.
                if delivery.properties.headers[HeaderName.sequence] == nil {
                    try await commands.giveUp(delivery)
                } else {
                    try await events.giveUp(delivery)
                }
            })
    }

    /// Runs until the task is cancelled.
    public func run() async throws { try await self.lanes.run() }
}
