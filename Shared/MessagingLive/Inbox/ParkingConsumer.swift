public import Contracts
public import Messaging
import Threading

/// Consumes `<service>.parking`, where the broker puts what came back too often: no message may rest only inside the
/// broker.
///
/// The broker counts every return of all that was lent, so a process that ends again and again condemns whatever it held.
/// Our own count knows better: a message is handled again, alone, and parked only when it was begun too often itself.
public final class ParkingConsumer: Sendable {
    private let lanes: LaneConsumer

    /// A consumer that does nothing until it runs.
    ///
    /// - Parameters:
    ///   - eventHandlers: the service's own.
    ///   - commandHandlers: the service's own.
    ///   - verifyActorToken: checks the token of the person behind a program.
    public init(
        _ setup: MessagingSetup, broker: any MessageBroker, eventHandlers: [AnyEventHandler],
        commandHandlers: [AnyCommandHandler],
        verifyActorToken: @escaping @Sendable (Personal<String>) throws -> AuthenticatedActor
    ) {
        let queue = QueueName.parking(of: setup.service)
        var limits = setup.limits.consumer(batch: 1)
        limits.lanes = 1
        let eventQueue = QueueName.events(of: setup.service)
        self.lanes = LaneConsumer(
            queue: queue, subscription: broker.subscribe(queue: queue, prefetch: setup.limits.prefetch), limits: limits,
            setup: setup,
            work: GivenUp(
                eventQueue: eventQueue, events: EventProcessor(setup: setup, handlers: eventHandlers),
                commands: CommandProcessor(setup: setup, handlers: commandHandlers, verify: verifyActorToken)),
            isForSuspects: true)
    }

    /// Runs until the task is cancelled.
    public func run() async throws { try await self.lanes.run() }

    /// What the broker gave up, given back to whom it was meant for.
    private struct GivenUp: DeliveryWork {
        let eventQueue: String
        let events: EventProcessor
        let commands: CommandProcessor

        /// Whether the broker gave it up from the queue of events. What the message says of itself is its sender's word, and
        /// into the queue of commands programs outside may write.
        private func isEvent(_ delivery: Delivery) -> Bool { delivery.routingKey == self.eventQueue }

        private func owner(of delivery: Delivery) -> any DeliveryWork {
            self.isEvent(delivery) ? self.events : self.commands
        }

        /// The broker has put the parking queue in place of both; handling and replay need them again.
        private func restored(_ delivery: Delivery) -> Delivery {
            Delivery(
                handle: delivery.handle, redelivered: true,
                exchange: self.isEvent(delivery) ? ExchangeName.events : ExchangeName.commands,
                routingKey: delivery.properties.type ?? delivery.routingKey, properties: delivery.properties,
                body: delivery.body)
        }

        func lane(of delivery: Delivery) -> String { "" }
        func identity(of delivery: Delivery) -> String? {
            self.owner(of: delivery).identity(of: self.restored(delivery))
        }
        func key(of delivery: Delivery) -> AttemptStore.Key {
            self.owner(of: delivery).key(of: self.restored(delivery))
        }
        func attemptQueue(of delivery: Delivery) -> String { self.owner(of: delivery).attemptQueue(of: delivery) }

        func run(_ works: [Work]) async throws -> ConsumerMachine.End {
            for work in works {
                let owner = self.owner(of: work.delivery)
                _ = try await owner.run([Work(delivery: self.restored(work.delivery), isSuspect: true)])
            }
            return .settled
        }

        func giveUp(_ delivery: Delivery) async throws {
            if self.isEvent(delivery) {
                try await self.events.giveUp(self.restored(delivery), .deliveryLimit)
            } else {
                try await self.commands.giveUp(self.restored(delivery), .deliveryLimit)
            }
        }
    }
}
