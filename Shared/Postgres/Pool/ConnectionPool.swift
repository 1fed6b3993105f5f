import Dispatch
internal import Logging
internal import Threading

/// Carries out what the state machine decides.
final class ConnectionPool: Sendable {
    private struct State {
        var machine: PoolStateMachine
        var connections: [PoolStateMachine.ConnectionID: Connection] = [:]
        var waiting: [PoolStateMachine.WaiterID: CheckedContinuation<Lease, any Error>] = [:]
        var closing: [CheckedContinuation<Void, Never>] = []
        var lastWaiter = 0
        var lastConnectError: PostgresError?
    }

    /// A borrowed connection; every lease is released exactly once.
    struct Lease: Sendable {
        let id: PoolStateMachine.ConnectionID
        let connection: Connection
    }

    /// How long after a failed attempt to connect everybody is refused at once.
    private static let reconnectPause: Duration = .milliseconds(250)

    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private let state: Locked<State>

    init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        self.state = Locked(
            State(
                machine: PoolStateMachine(
                    size: configuration.poolSize, idleTimeout: configuration.idleTimeout,
                    reconnectPause: Self.reconnectPause)))
    }

    var statistics: PoolStatistics { self.state.withLock { $0.machine.statistics } }

    /// Borrows a connection, in the order of asking. Waits as long as the configuration says, or as the task's patience.
    ///
    /// - Throws: `PostgresError` of kind `unavailable`, or `CancellationError`.
    func lease() async throws -> Lease {
        let waiter = self.state.withLock { state in
            state.lastWaiter += 1
            return PoolStateMachine.WaiterID(number: state.lastWaiter)
        }
        let patience = DatabasePatience.current
        let limit = min(self.configuration.leaseTimeout, patience?.left ?? self.configuration.leaseTimeout)
        let began = ContinuousClock.now
        defer { patience?.spend(since: began) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let now = ContinuousClock.now
                let deadline = now + limit
                let (actions, mustWait) = self.state.withLock { state in
                    state.waiting[waiter] = continuation
                    let actions = state.machine.requested(by: waiter, deadline: deadline, now: now)
                    return (actions, state.machine.statistics.waiting > 0)
                }
                self.carryOut(actions)
                if mustWait { self.tick(after: limit) }
                // A cancellation before the registration found nobody to wake.
                if Task.isCancelled { self.abandon(waiter) }
            }
        } onCancel: {
            self.abandon(waiter)
        }
    }

    /// Gives a connection back.
    func release(_ lease: Lease, isReusable: Bool) {
        self.carryOut(
            self.state.withLock { $0.machine.released(lease.id, isReusable: isReusable, now: .now) })
    }

    /// Closes what has been idle too long and fails whoever waited too long.
    func tick() {
        self.carryOut(self.state.withLock { $0.machine.ticked(now: .now) })
    }

    /// Refuses new borrowers, waits for the present ones and closes every connection.
    func close() async {
        await withCheckedContinuation { continuation in
            let actions = self.state.withLock { state in
                state.closing.append(continuation)
                return state.machine.shutDown()
            }
            self.carryOut(actions)
        }
    }

    private func abandon(_ waiter: PoolStateMachine.WaiterID) {
        self.carryOut(self.state.withLock { $0.machine.abandoned(waiter) })
    }

    private func tick(after delay: Duration) {
        DispatchQueue.global().asyncAfter(deadline: .now() + delay.seconds + 0.005) { [weak self] in self?.tick() }
    }

    private func carryOut(_ actions: [PoolStateMachine.Action]) {
        for action in actions {
            switch action {
            case .connect(let id): self.connect(id)
            case .lease(let waiter, let id):
                let (continuation, connection) = self.state.withLock { state in
                    (state.waiting.removeValue(forKey: waiter), state.connections[id])
                }
                // Both exist: the machine leases only to registered waiters and only what `connect` registered.
                if let continuation, let connection {
                    continuation.resume(returning: Lease(id: id, connection: connection))
                }
            case .fail(let waiter, let failure):
                let (continuation, cause) = self.state.withLock { state in
                    (state.waiting.removeValue(forKey: waiter), state.lastConnectError)
                }
                continuation?.resume(throwing: Self.error(of: failure, cause: cause))
            case .close(let id):
                let connection = self.state.withLock { $0.connections.removeValue(forKey: id) }
                // Unstructured, because nobody who borrows should wait for a farewell on another thread.
                if let connection { Task { await connection.close() } }
            case .drained:
                let closing = self.state.withLock { state in
                    let closing = state.closing
                    state.closing = []
                    return closing
                }
                for continuation in closing { continuation.resume() }
            }
        }
    }

    private func connect(_ id: PoolStateMachine.ConnectionID) {
        let connection = Connection(self.configuration, logger: self.logger)
        self.state.withLock { $0.connections[id] = connection }
        // Unstructured, because a connection belongs to the pool, not to the borrower whose request led to it: it is
        // finished and kept also when that borrower gives up. Bounded by the connect timeout.
        Task {
            do {
                try await connection.open()
                self.carryOut(
                    self.state.withLock { state in
                        state.lastConnectError = nil
                        return state.machine.connected(id, now: .now)
                    })
            } catch {
                await connection.close()
                self.logger.warning("database connection failed", metadata: ["error": "\(error)"])
                self.carryOut(
                    self.state.withLock { state in
                        state.lastConnectError = error as? PostgresError
                        state.connections[id] = nil
                        return state.machine.connectFailed(id, now: .now)
                    })
                // Whoever still waits for a lent connection is worth another attempt.
                self.tick(after: Self.reconnectPause)
            }
        }
    }

    private static func error(of failure: PoolStateMachine.Failure, cause: PostgresError?) -> any Error {
        switch failure {
        case .cancelled: CancellationError()
        case .exhausted:
            PostgresError(
                .unavailable, .tooManyConnections, phase: .connect,
                message: "every connection of the pool stayed in use")
        case .closed:
            PostgresError(.unavailable, .connectionFailure, phase: .connect, message: "the pool is closed")
        case .unavailable:
            PostgresError(
                .unavailable, cause?.sqlState ?? .cannotConnect, phase: .connect,
                message: cause?.message ?? "the database cannot be reached")
        }
    }
}
