import AMQP
import ArgumentParser
import Contracts
import Foundation
import Logging
import Messaging
import MessagingLive
import Postgres

/// Where the servers are; the driver says so by the environment, for the addresses hold passwords.
struct Means {
    /// The name of the service that the benchmarks play; its queue is `bench.events`.
    static let service = "bench"

    let first: String
    let second: String
    let broker: AMQPConfiguration
    let logger: Logger

    init() throws {
        self.first = try Self.variable("LAYAK_BENCH_FIRST")
        self.second = try Self.variable("LAYAK_BENCH_SECOND")
        self.broker = try AMQPConfiguration.parse(url: try Self.variable("LAYAK_BENCH_AMQP"))
        var logger = Logger(label: "bench") { StreamLogHandler.standardError(label: $0) }
        // As in operation nobody reads a line per message here; what goes wrong is told.
        logger.logLevel = .warning
        self.logger = logger
    }

    private static func variable(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
            throw ValidationError("\(name) is not set: the driver (make bench) sets it")
        }
        return value
    }

    /// A pool as a service has it.
    func database(_ conninfo: String, connections: Int = 8) -> Database {
        var configuration = DatabaseConfiguration(conninfo: conninfo, poolSize: connections, applicationName: "bench")
        // A writer may wait behind others on a busy machine; a benchmark has nobody who would go away.
        configuration.leaseTimeout = .seconds(30)
        // The checks at the end count a million rows.
        configuration.statementTimeout = .seconds(180)
        return Database(configuration, logger: self.logger)
    }

    /// How a relay reaches its database: a pool of one connection that nobody else uses.
    func relayDatabase(_ conninfo: String) -> Database {
        Database(
            DatabaseConfiguration(conninfo: conninfo, poolSize: 1, applicationName: "bench-relay"), logger: self.logger)
    }

    func setup(_ database: Database) -> MessagingSetup {
        MessagingSetup(service: "bench", database: database, logger: self.logger)
    }

    func amqp() -> AMQPBroker { AMQPBroker(self.broker.named(Self.service), logger: self.logger) }
}

extension AMQPConfiguration {
    /// The same, under a name that the broker's list of connections shows.
    fileprivate func named(_ name: String) -> AMQPConfiguration {
        var own = self
        own.connectionName = name
        return own
    }
}

/// Runs something in the background while the body runs, then cancels it and waits for its end.
func running<T: Sendable>(
    _ background: @escaping @Sendable () async throws -> Void, while body: @Sendable () async throws -> T
) async throws -> T {
    let task = Task { try await background() }
    let result: Result<T, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    task.cancel()
    let end = await task.result
    let value = try result.get()
    if case .failure(let error) = end, !(error is CancellationError) { throw error }
    return value
}

/// Waits until something is so, looking a thousand times a second.
///
/// - Throws: ``TooSlow`` after `limit`.
func until(_ what: String, within limit: Duration, _ condition: @Sendable () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw TooSlow(what: what) }
        // Often enough for blocks of seconds; every look wakes two threads beside what is measured.
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// What was waited for did not happen; the block counts for nothing.
struct TooSlow: Error, CustomStringConvertible {
    let what: String
    var description: String { "waited in vain: \(self.what)" }
}
