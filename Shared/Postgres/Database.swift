public import Logging
import Threading

/// One database behind a pool of connections; the only way to reach it is a transaction.
///
/// Usable at once: connections are made when they are wanted. A lost database shows as quick errors of kind
/// `unavailable`, and the next transaction after its return works.
public final class Database: Sendable {
    private let pool: ConnectionPool
    private let lastAnswer = Locked<ContinuousClock.Instant?>(nil)
    private static let retries = 3
    private static let backoff = Backoff(first: .milliseconds(10), factor: 4, cap: .milliseconds(250))

    /// - Parameters:
    ///   - configuration: where the database is and how long to wait for it.
    ///   - logger: gets failed connections and rollbacks, never statements or values.
    public init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.pool = ConnectionPool(configuration, logger: logger)
    }

    /// Closes unused connections from time to time until the task is cancelled, then closes the pool. Optional.
    public func run() async throws {
        while !Task.isCancelled {
            // Ends early when the task is cancelled, which the loop notices.
            try? await Task.sleep(for: .seconds(30))
            self.pool.tick()
        }
        await self.close()
    }

    /// Refuses new transactions, waits for the running ones and closes every connection.
    public func close() async {
        await self.pool.close()
    }

    /// Runs `body` in a READ COMMITTED transaction and commits when it returns.
    ///
    /// After a serialization failure or a deadlock the whole body is run again, at most three times, so it must not
    /// do anything outside the transaction. Cancelling the task stops the statement under way and rolls back.
    ///
    /// - Throws: what `body` throws; `PostgresError`, of which `commitOutcomeUnknown` needs the caller's care;
    ///   `CancellationError`.
    @discardableResult
    public func transaction<T: Sendable>(_ body: @Sendable (Transaction) throws -> T) async throws -> T {
        var attempt = 0
        while true {
            do {
                return try await self.perform(.write, body)
            } catch let error as PostgresError where error.kind == .conflict && attempt < Self.retries {
                attempt += 1
                try await Task.sleep(for: Self.backoff.delay(attempt: attempt - 1, random01: .random(in: 0..<1)))
            }
        }
    }

    /// Runs `body` in a read-only transaction that sees one snapshot of the database.
    ///
    /// - Throws: what `body` throws; `PostgresError`; `CancellationError`.
    public func read<T: Sendable>(_ body: @Sendable (Transaction) throws -> T) async throws -> T {
        try await self.perform(.read, body)
    }

    /// Whether the database answers. Takes three seconds at most.
    ///
    /// When every connection stays in use, a transaction that ended a moment ago is answer enough: a busy service is
    /// not a service without a database.
    public func ping() async -> Bool {
        let isAnswered = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                // Refused, lost and unanswered are all the same answer: no.
                let one = try? await self.read { tx in try tx.one("SELECT 1") { try $0.get(0, as: Int.self) } }
                return one == 1
            }
            group.addTask {
                // Cut short when the answer is there.
                try? await Task.sleep(for: .seconds(2))
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        guard !isAnswered, self.statistics.idle == 0, self.statistics.leased > 0 else { return isAnswered }
        return self.lastAnswered.map { $0 + .seconds(3) > .now } ?? false
    }

    /// When a transaction was last brought to its end; `nil` before the first.
    public var lastAnswered: ContinuousClock.Instant? { self.lastAnswer.withLock { $0 } }

    /// How the pool is being used.
    public var statistics: PoolStatistics { self.pool.statistics }

    private func perform<T: Sendable>(
        _ mode: Connection.Mode, _ body: @Sendable (Transaction) throws -> T
    ) async throws -> T {
        while true {
            let lease = try await self.pool.lease()
            let performed = await lease.connection.perform(mode, body)
            self.pool.release(lease, isReusable: performed.isReusable)
            switch performed.result {
            case .success(let value):
                self.lastAnswer.withLock { $0 = .now }
                for action in performed.afterCommit { action() }
                return value
            case .failure(let error as PostgresError) where error.phase == .begin && error.kind == .connectionLost:
                // Nothing has happened yet. A connection that died while it lay in the pool is replaced by the next;
                // each try uses one up, so this ends.
                if performed.wasUsedBefore { continue }
                throw PostgresError(.unavailable, error.sqlState, phase: .begin, message: error.message)
            case .failure(let error):
                throw error
            }
        }
    }
}
