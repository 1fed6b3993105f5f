public import AMQP
public import Contracts
import Foundation
import Logging
public import Messaging
public import Postgres
import Threading

/// Everything that a service's messaging runs: relay, consumers, retries, timers, parking. One value, one `run()`.
public final class MessagingRuntime: Sendable {
    private let setup: MessagingSetup
    private let broker: any MessageBroker
    private let relayDatabase: Database
    private let relay: Relay
    private let events: EventConsumer
    private let commands: CommandConsumer?
    private let parking: ParkingConsumer
    private let retries: RetryRunner
    private let timers: TimerRunner
    private let reconciliation: ReconciliationRunner
    private let replays: ReplayRunner
    private let checkTopology: @Sendable () async throws -> [TopologyDrift]

    /// A runtime over RabbitMQ that does nothing until it runs.
    ///
    /// - Parameters:
    ///   - setup: the service, its database, limits, clock, logger.
    ///   - relayDatabase: how to reach the same database; the relay opens one connection of its own.
    ///   - amqp: how to reach the broker; six connections at most.
    ///   - eventHandlers: what the service does about events. Several may handle one type, in this order.
    ///   - commandHandlers: what the service carries out; one per type.
    ///   - timerHandlers: what the service does when a timer is due; one per name.
    ///   - verifyActorToken: checks the token of the person behind a program; throws for one that is forged or has run out.
    public convenience init(
        _ setup: MessagingSetup, relayDatabase: DatabaseConfiguration, amqp: AMQPConfiguration,
        eventHandlers: [AnyEventHandler], commandHandlers: [AnyCommandHandler] = [],
        timerHandlers: [TimerHandler] = [],
        verifyActorToken: @escaping @Sendable (Personal<String>) throws -> AuthenticatedActor = { _ in
            throw Problem.unauthenticated
        }
    ) {
        let amqp = amqp.named(setup.service.name)
        let topology = Topology(.layak, for: setup.service)
        self.init(
            setup, relayDatabase: relayDatabase, broker: AMQPBroker(amqp, logger: setup.logger),
            eventHandlers: eventHandlers, commandHandlers: commandHandlers, timerHandlers: timerHandlers,
            verifyActorToken: verifyActorToken, checkTopology: { try await topology.check(on: amqp) })
    }

    /// A runtime over any broker; tests give the in-memory one.
    public convenience init(
        _ setup: MessagingSetup, relayDatabase: DatabaseConfiguration, broker: any MessageBroker,
        eventHandlers: [AnyEventHandler], commandHandlers: [AnyCommandHandler] = [],
        timerHandlers: [TimerHandler] = [],
        verifyActorToken: @escaping @Sendable (Personal<String>) throws -> AuthenticatedActor = { _ in
            throw Problem.unauthenticated
        }
    ) {
        self.init(
            setup, relayDatabase: relayDatabase, broker: broker, eventHandlers: eventHandlers,
            commandHandlers: commandHandlers, timerHandlers: timerHandlers, verifyActorToken: verifyActorToken,
            checkTopology: { [] })
    }

    private init(
        _ setup: MessagingSetup, relayDatabase: DatabaseConfiguration, broker: any MessageBroker,
        eventHandlers: [AnyEventHandler], commandHandlers: [AnyCommandHandler], timerHandlers: [TimerHandler],
        verifyActorToken: @escaping @Sendable (Personal<String>) throws -> AuthenticatedActor,
        checkTopology: @escaping @Sendable () async throws -> [TopologyDrift]
    ) {
        var configuration = relayDatabase
        configuration.poolSize = 1
        configuration.applicationName = "\(setup.service)-relay"
        let own = Database(configuration, logger: setup.logger)
        self.setup = setup
        self.broker = broker
        self.relayDatabase = own
        self.relay = Relay(setup, database: own, broker: broker)
        let comparing = ReconciliationBroker(
            inner: broker, desk: ReconciliationDesk(setup: setup, broker: broker), logger: setup.logger)
        self.events = EventConsumer(setup, broker: comparing, handlers: eventHandlers)
        self.commands =
            commandHandlers.isEmpty
            ? nil
            : CommandConsumer(
                setup, broker: broker, handlers: commandHandlers, verifyActorToken: verifyActorToken)
        self.parking = ParkingConsumer(
            setup, broker: comparing, eventHandlers: eventHandlers, commandHandlers: commandHandlers,
            verifyActorToken: verifyActorToken)
        self.retries = RetryRunner(
            setup, eventHandlers: eventHandlers, commandHandlers: commandHandlers, verifyActorToken: verifyActorToken)
        self.timers = TimerRunner(setup, handlers: timerHandlers)
        self.reconciliation = ReconciliationRunner(setup, broker: broker)
        self.replays = ReplayRunner(setup)
        self.checkTopology = checkTopology
    }

    /// Whether messages can be published now. A lost broker is degraded service, never a reason to stop.
    public var brokerState: BrokerState { self.broker.state }

    /// The timers that this process has handlers for.
    public var timerNames: [String] { self.timers.names }

    /// Runs until the task is cancelled; then takes no more deliveries, lets running handlers finish, and ends. Once per
    /// value.
    ///
    /// - Throws: ``TopologyDrifted`` when the broker lacks an exchange or a queue; whatever makes a part unable to go on. A
    ///   broker or database that is away is waited for and throws nothing.
    public func run() async throws {
        // Unstructured, because the publishing connection must outlive the relay that is finishing a batch.
        let publishing = Task { try await self.broker.run() }
        let result: Result<Void, any Error>
        // Before anything runs that may arm one.
        await self.timers.declare()
        do {
            try await self.runParts()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        publishing.cancel()
        _ = await publishing.result
        await self.relayDatabase.close()
        try result.get()
    }

    private func runParts() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.timers.run() }
            group.addTask { try await self.retries.run() }
            group.addTask { try await self.replays.run() }
            group.addTask { await HeapKeeper().run() }
            group.addTask {
                guard try await self.topologyIsThere() else { return }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await self.relay.run() }
                    group.addTask { try await self.events.run() }
                    group.addTask { try await self.parking.run() }
                    group.addTask { try await self.reconciliation.run() }
                    if let commands = self.commands { group.addTask { try await commands.run() } }
                    defer { group.cancelAll() }
                    // Not waitForAll(), which reports an error only when the others have ended, too.
                    for try await _ in group {}
                }
            }
            defer { group.cancelAll() }
            // Not waitForAll(), which reports an error only when the others have ended, too.
            for try await _ in group {}
        }
    }

    /// Waits until the broker can be asked, and asks it.
    ///
    /// - Returns: `false` when the task was cancelled before.
    private func topologyIsThere() async throws -> Bool {
        let backoff = Backoff(first: .milliseconds(200), cap: self.setup.limits.awayCap)
        var attempt = 0
        while !Task.isCancelled {
            do {
                let drifts = try await self.checkTopology()
                guard drifts.isEmpty else { throw TopologyDrifted(drifts: drifts) }
                return true
            } catch let error as TopologyDrifted {
                throw error
            } catch {
                if attempt == 0 {
                    self.setup.logger.warning(
                        "messaging waits for the broker", metadata: [MessagingLogKey.error: "\(error)"])
                }
                // Ends early when the task is cancelled, which the loop notices.
                try? await Task.sleep(for: backoff.bound(attempt: attempt))
                attempt += 1
            }
        }
        return false
    }
}
