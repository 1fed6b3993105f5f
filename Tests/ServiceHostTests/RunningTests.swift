import AMQP
import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Web

@testable import ServiceHost

/// Messaging that a test sets as it likes.
final class PretendMessaging: MessagingProcess, Sendable {
    let state = Mutex(MessagingHealth(isConnected: true, broker: "connected", outboxDepth: 0, outboxAge: 0, parked: 0))
    let wasCancelled = Mutex(false)

    func run() async throws {
        // Until cancelled, which is how messaging is stopped.
        try? await Task.sleep(for: .seconds(3600))
        self.wasCancelled.withLock { $0 = true }
    }
    func health() async -> MessagingHealth { self.state.withLock { $0 } }
}

@Suite("A running service", .timeLimit(.minutes(2)))
struct RunningTests {
    /// Opened by the test when the slow request may go on.
    final class Gate: Sendable {
        let entered = Mutex(false)
        let opened = Mutex(false)
        func pass() async throws {
            self.entered.withLock { $0 = true }
            while !self.opened.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
        }
    }

    struct Stand: Sendable {
        let service: RunningService
        let group: ServiceGroup
        let messaging: PretendMessaging
        let gate: Gate
        let port: @Sendable () -> Int

        func get(_ path: String) async throws -> (status: Int, text: String) {
            try await TestClient.withClient(host: "127.0.0.1", port: self.port()) { client in
                let response = try await client.get(path)
                return (response.status.code, response.body.map { String(buffer: $0) } ?? "")
            }
        }
    }

    static func with(
        conninfo: String, drain: Duration = .seconds(9), _ body: @escaping @Sendable (Stand) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let configuration = DatabaseConfiguration(
            conninfo: conninfo, poolSize: 2, leaseTimeout: .seconds(1), connectTimeout: .seconds(1))
        let keys = TokenKey.makePair()
        let site = WebSite(
            publicURL: "https://layak.example",
            tokens: try await TokenVerifier(publicKeys: [TokenKey.publicKey(keys.publicKey)]),
            pages: try PageRenderer(),
            translate: { ($0 as? PostgresError).flatMap { Problem($0) } })
        let gate = Gate()
        let database = Database(configuration, logger: logger)
        let router = GuardedRouter(site: site)
        router.get("/slow", for: .public) { _, _ -> String in
            try await gate.pass()
            return "slow and done"
        }
        router.get("/data", for: .public) { _, _ -> String in
            try await database.read { tx in try tx.one("SELECT 7") { "\(try $0.get(0, as: Int.self))" } }
        }
        router.get("/stuck", for: .public) { _, _ -> String in
            try await database.read { tx in _ = try tx.execute("SELECT pg_sleep(4.8)") }
            return "at last"
        }
        router.get("/api/v1/parked", for: .public) { _, _ -> String in
            try await database.read { tx in _ = try tx.execute("SELECT pg_sleep(1.8)") }
            return "all of them"
        }
        let messaging = PretendMessaging()
        let port = PortCell()
        let service = RunningService(
            dependencies: ServiceDependencies(
                name: .intake, database: database, site: site, publicURL: "https://layak.example", logger: logger),
            definition: ServiceDefinition(router: router, background: [BackgroundWork("short") {}]), host: "127.0.0.1",
            port: 0,
            databaseConfiguration: configuration, messaging: messaging, topology: nil, registry: PrometheusRegistry(),
            readiness: Readiness(), drain: drain, onListening: { number in port.number.withLock { $0 = number } })
        let group = service.group(handlesSignals: false)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                do { try await group.run() } catch is CancellationError {}
            }
            let stand = Stand(service: service, group: group, messaging: messaging, gate: gate) {
                port.number.withLock { $0 }
            }
            do {
                try await eventually("the service listens") { stand.port() != 0 }
                try await body(stand)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    final class PortCell: Sendable { let number = Mutex(0) }

    @Test("Health, readiness and metrics are answered on the service's own port")
    func ownPort() async throws {
        try await TestDatabase.withConninfo { conninfo in
            try await Self.with(conninfo: conninfo) { stand in
                #expect(try await stand.get("/health/live").status == 200)
                try await eventually("ready") { try await stand.get("/health/ready").status == 200 }
                #expect(try await stand.get("/data").text == "7")
                let health = try await stand.get("/health")
                #expect(
                    health.status == 200 && health.text.contains(#""status":"ok""#)
                        && health.text.contains(#""outboxDepth":0"#))
                let metrics = try await stand.get("/metrics").text
                for part in [
                    "layak_ready{service=\"intake\"} 1", "layak_database_pool{service=\"intake\",state=\"open\"}",
                    "layak_broker_connected{service=\"intake\"} 1", "process_resident_memory_bytes",
                    "process_cpu_seconds",
                    "layak_outbox_depth{service=\"intake\"} 0",
                ] { #expect(metrics.contains(part), "\(part)") }
            }
        }
    }

    @Test("A request that the database keeps waiting is told within two seconds to come again")
    func patience() async throws {
        try await TestDatabase.withConninfo { conninfo in
            try await Self.with(conninfo: conninfo) { stand in
                try await eventually("ready") { try await stand.get("/health/ready").status == 200 }
                let began = ContinuousClock.now
                let (status, retryAfter) = try await TestClient.withClient(host: "127.0.0.1", port: stand.port()) {
                    let response = try await $0.get("/stuck")
                    return (response.status.code, response.headers[.retryAfter])
                }
                #expect(status == 503 && retryAfter != nil)
                // What it asks takes the database 4.8 seconds, less than a statement may take. What is between is a margin for
                // two cores that other tests hold.
                #expect(ContinuousClock.now - began < .seconds(4.8))
                #expect(try await stand.get("/api/v1/parked").text == "all of them", "an operator may wait longer")
                #expect(try await stand.get("/data").text == "7")
            }
        }
    }

    @Test("A lost broker shows as degraded and keeps the service ready")
    func broker() async throws {
        try await TestDatabase.withConninfo { conninfo in
            try await Self.with(conninfo: conninfo) { stand in
                try await eventually("ready") { try await stand.get("/health/ready").status == 200 }
                stand.messaging.state.withLock {
                    $0 = MessagingHealth(isConnected: false, broker: "connecting", outboxDepth: 3, outboxAge: 12.5)
                }
                #expect(try await stand.get("/health/ready").status == 200)
                #expect(try await stand.get("/health").text.contains(#""status":"degraded""#))
                let metrics = try await stand.get("/metrics").text
                #expect(metrics.contains("layak_broker_connected{service=\"intake\"} 0"))
                #expect(metrics.contains("layak_outbox_oldest_age_seconds{service=\"intake\"} 12.5"))
            }
        }
    }

    @Test("A lost database takes readiness away within five seconds, and its return gives it back")
    func database() async throws {
        try await TestDatabase.withConninfo { conninfo in
            var parts = try Conninfo(conninfo)
            let proxy = try CuttableProxy(to: Int(parts["port"] ?? "5432") ?? 5432)
            parts["port"] = String(proxy.port)
            parts["host"] = "127.0.0.1"
            let through = parts.text
            defer { proxy.cut() }
            try await Self.with(conninfo: through) { stand in
                try await eventually("ready") { try await stand.get("/health/ready").status == 200 }
                #expect(try await stand.get("/data").status == 200)
                proxy.cut()
                // Four more for two cores that other tests hold.
                try await eventually(within: .seconds(5 + 4), "not ready") {
                    try await stand.get("/health/ready").status == 503
                }
                #expect(try await stand.get("/health/live").status == 200)
                #expect(try await stand.get("/health").text.contains(#""status":"unavailable""#))
                let answer = try await stand.get("/data")
                #expect(answer.status == 503)
                try proxy.mend()
                try await eventually(within: .seconds(10), "ready again") {
                    try await stand.get("/health/ready").status == 200
                }
                #expect(try await stand.get("/data").text == "7")
            }
        }
    }

    @Test("On the signal the service is not ready at once, refuses new connections, finishes its requests, and ends")
    func drain() async throws {
        try await TestDatabase.withConninfo { conninfo in
            try await Self.with(conninfo: conninfo) { stand in
                try await eventually("ready") { try await stand.get("/health/ready").status == 200 }
                // A connection made before, on which readiness can still be asked.
                try await withThrowingTaskGroup(of: (status: Int, text: String).self) { requests in
                    requests.addTask { try await stand.get("/slow") }
                    try await eventually("the slow request runs") { stand.gate.entered.withLock { $0 } }
                    await stand.group.triggerGracefulShutdown()
                    try await eventually(within: .seconds(3), "draining") { stand.service.readiness.isDraining }
                    #expect(!stand.service.readiness.isReady(at: .now))
                    try await eventually(within: .seconds(3), "no new connections") {
                        do {
                            _ = try await stand.get("/health/live")
                            return false
                        } catch {
                            return true
                        }
                    }
                    #expect(
                        !stand.messaging.wasCancelled.withLock { $0 },
                        "messages go on while a request may still need them")
                    stand.gate.opened.withLock { $0 = true }
                    let answer = try #require(try await requests.next())
                    #expect(answer.status == 200 && answer.text == "slow and done")
                }
                try await eventually("messaging is stopped") { stand.messaging.wasCancelled.withLock { $0 } }
            }
        }
    }

    @Test("A request that never ends does not keep the service from ending in time")
    func hanging() async throws {
        try await TestDatabase.withConninfo { conninfo in
            let start = ContinuousClock.now
            try await Self.with(conninfo: conninfo, drain: .seconds(1)) { stand in
                try await withThrowingTaskGroup(of: Void.self) { requests in
                    // The answer, or none, is not what is looked at.
                    requests.addTask { _ = try? await stand.get("/slow") }
                    try await eventually("the slow request runs") { stand.gate.entered.withLock { $0 } }
                    await stand.group.triggerGracefulShutdown()
                    try await requests.waitForAll()
                }
            }
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }
}
