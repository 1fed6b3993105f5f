public import Contracts
public import Messaging
import Threading

/// Consumes `<service>.commands`: each command is carried out once, and each is answered.
public final class CommandConsumer: Sendable {
    private let lanes: LaneConsumer
    private let subscription: any MessageSubscription

    /// A consumer that does nothing until it runs.
    ///
    /// - Parameter verifyActorToken: checks the token of the person behind a program; throws for one that is forged or
    ///   has run out.
    public init(
        _ setup: MessagingSetup, broker: any MessageBroker, handlers: [AnyCommandHandler],
        verifyActorToken: @escaping @Sendable (Personal<String>) throws -> AuthenticatedActor
    ) {
        let processor = CommandProcessor(setup: setup, handlers: handlers, verify: verifyActorToken)
        self.subscription = broker.subscribe(queue: processor.queue, prefetch: setup.limits.prefetch)
        self.lanes = LaneConsumer(
            queue: processor.queue, subscription: self.subscription, limits: setup.limits.consumer(batch: 1),
            setup: setup, work: processor)
    }

    /// Runs until the task is cancelled; then finishes what has begun.
    public func run() async throws { try await self.lanes.run() }

    /// Whether deliveries can arrive.
    public var brokerState: BrokerState { self.subscription.state }
}
