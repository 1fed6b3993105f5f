internal import Contracts
internal import Foundation
internal import Hummingbird
internal import Logging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle
internal import UnixSignals
internal import Web

/// A service that serves: HTTP, messaging, background work and the watch over its database, started and stopped in order.
struct RunningService: Sendable {
    let dependencies: ServiceDependencies
    let definition: ServiceDefinition
    let host: String
    let port: Int
    let databaseConfiguration: DatabaseConfiguration
    let messaging: (any MessagingProcess)?
    let topology: TopologyWatch?
    let registry: PrometheusRegistry
    let readiness: Readiness
    /// All of it ends within this time after the signal, whatever still hangs.
    var drain: Duration = .seconds(9)
    /// Told the port on which it listens, once it does.
    let onListening: @Sendable (Int) async -> Void

    /// The whole as one group; `triggerGracefulShutdown()` on it is what SIGTERM does.
    func group(handlesSignals: Bool) -> ServiceGroup {
        let logger = self.dependencies.logger
        let messaging = self.messaging
        let database = self.dependencies.database
        let watch = DatabaseWatch(
            of: database, self.databaseConfiguration, readiness: self.readiness, logger: logger)
        // Stopped in reverse: first readiness, then HTTP with its running requests, background work, messages, and last
        // the database under all of them.
        var services: [any Service] = [
            ClosureService { try await cancelWhenGracefulShutdown { try await database.run() } },
            ClosureService { await cancelWhenGracefulShutdown { await watch.run() } },
        ]
        if let messaging {
            services.append(ClosureService { try await cancelWhenGracefulShutdown { try await messaging.run() } })
        }
        for work in self.definition.background {
            services.append(BackgroundService(work: work, logger: logger))
        }
        services.append(self.application)
        services.append(ReadinessService(readiness: self.readiness, logger: logger))
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            }, gracefulShutdownSignals: handlesSignals ? [.sigterm, .sigint] : [], logger: logger)
        configuration.maximumGracefulShutdownDuration = self.drain
        return ServiceGroup(configuration: configuration)
    }

    /// Runs until a signal comes. A group that had to be cancelled because something still hung has stopped all the same.
    func run(handlesSignals: Bool) async throws {
        do {
            try await self.group(handlesSignals: handlesSignals).run()
        } catch is CancellationError where self.readiness.isDraining {
            self.dependencies.logger.warning("stopped with work unfinished", metadata: [:])
        }
    }

    private var application: Application<OwnPort> {
        let onListening = self.onListening
        let metrics = MetricsPage(running: self)
        let responder = OwnPort(
            service: self.definition.responder, readiness: self.readiness, report: { await self.report() },
            metrics: { await metrics.text() })
        return Application(
            responder: responder,
            // The front door keeps its connections for two minutes; a silent one must go some time.
            server: .http1(configuration: .init(idleTimeout: .seconds(150))),
            configuration: ApplicationConfiguration(
                address: .hostname(self.host, port: self.port), serverName: "layak"),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: self.dependencies.logger)
    }

    func report() async -> HealthReport {
        HealthReport(
            service: self.dependencies.name, isDatabaseThere: self.readiness.isDatabaseThere(at: .now),
            isDraining: self.readiness.isDraining, messaging: await self.messaging?.health(),
            topology: self.topology?.differences ?? [])
    }
}

/// Says "not ready" as soon as the signal comes, before anything else stops.
private struct ReadinessService: Service {
    let readiness: Readiness
    let logger: Logger

    func run() async throws {
        // Throws only when the task is cancelled, which is an order to stop as well.
        try? await gracefulShutdown()
        self.readiness.drain()
        self.logger.notice("stopping: no new requests")
    }
}

/// Begins work again after it failed, with a growing pause.
private struct BackgroundService: Service {
    let work: BackgroundWork
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                do {
                    try await self.work.body()
                    break
                } catch is CancellationError {
                    break
                } catch {
                    failures += 1
                    self.logger.error(
                        "background work failed",
                        metadata: ["work": .string(self.work.name), "error": .string(SafeErrorText.of(error))])
                    // Ends early when the task is cancelled, which the loop notices.
                    try? await Task.sleep(for: .seconds(min(30, 1 << min(failures, 5))))
                }
            }
        }
        // Work that is done must not end the service; this throws only when the task is cancelled, which ends it too.
        try? await gracefulShutdown()
    }
}
