/// Who has which connection, who waits, and what is to be done next. Pure: events go in, actions come out.
struct PoolStateMachine: Sendable {
    typealias Instant = ContinuousClock.Instant

    struct ConnectionID: Hashable, Sendable { var number: Int }
    struct WaiterID: Hashable, Sendable { var number: Int }

    enum Failure: Hashable, Sendable {
        /// Every connection stayed in use until the waiter's deadline.
        case exhausted
        /// The database cannot be reached.
        case unavailable
        /// The pool is closed.
        case closed
        /// The waiter's task was cancelled.
        case cancelled
    }

    enum Action: Hashable, Sendable {
        case connect(ConnectionID)
        case lease(WaiterID, ConnectionID)
        case fail(WaiterID, Failure)
        case close(ConnectionID)
        /// The pool is closed and nothing is open any more.
        case drained
    }

    private struct Waiter: Sendable {
        var id: WaiterID
        var deadline: Instant
    }

    private struct Idle: Sendable {
        var id: ConnectionID
        var since: Instant
    }

    private let size: Int
    private let idleTimeout: Duration
    private let reconnectPause: Duration
    private var idle: [Idle] = []
    private var leased: Set<ConnectionID> = []
    private var connecting: Set<ConnectionID> = []
    private var waiters: [Waiter] = []
    private var lastConnection = 0
    private var noConnectBefore: Instant?
    private var isShutDown = false

    /// - Parameters:
    ///   - size: the most connections, at least 1.
    ///   - idleTimeout: how long a connection may lie unused.
    ///   - reconnectPause: how long after a failed attempt no new one is made.
    init(size: Int, idleTimeout: Duration, reconnectPause: Duration) {
        precondition(size > 0, "a pool without connections serves nobody")
        self.size = size
        self.idleTimeout = idleTimeout
        self.reconnectPause = reconnectPause
    }

    var statistics: PoolStatistics {
        PoolStatistics(
            size: self.idle.count + self.leased.count, idle: self.idle.count, leased: self.leased.count,
            waiting: self.waiters.count)
    }

    /// Somebody wants a connection.
    mutating func requested(by waiter: WaiterID, deadline: Instant, now: Instant) -> [Action] {
        if self.isShutDown { return [.fail(waiter, .closed)] }
        if let connection = self.idle.popLast() {  // the one used last: its caches are warm and the others idle out
            self.leased.insert(connection.id)
            return [.lease(waiter, connection.id)]
        }
        if self.idle.isEmpty, self.leased.isEmpty, self.connecting.isEmpty, self.isPausing(now) {
            return [.fail(waiter, .unavailable)]
        }
        self.waiters.append(Waiter(id: waiter, deadline: deadline))
        return self.connectIfNeeded(now)
    }

    /// A connection that `connect` asked for is open.
    mutating func connected(_ connection: ConnectionID, now: Instant) -> [Action] {
        self.connecting.remove(connection)
        self.noConnectBefore = nil
        if self.isShutDown { return [.close(connection)] + self.drainedIfEmpty() }
        return self.offer(connection, now: now)
    }

    /// A connection that `connect` asked for could not be opened.
    mutating func connectFailed(_ connection: ConnectionID, now: Instant) -> [Action] {
        self.connecting.remove(connection)
        self.noConnectBefore = now + self.reconnectPause
        if self.isShutDown { return self.drainedIfEmpty() }
        // While others are open (the server has no more slots, for instance) their return serves those who wait.
        guard self.leased.isEmpty, self.connecting.isEmpty else { return [] }
        return self.failAll(.unavailable)
    }

    /// A borrower has finished with its connection.
    mutating func released(_ connection: ConnectionID, isReusable: Bool, now: Instant) -> [Action] {
        guard self.leased.remove(connection) != nil else { return [] }
        if self.isShutDown { return [.close(connection)] + self.drainedIfEmpty() }
        if isReusable { return self.offer(connection, now: now) }
        var actions: [Action] = [.close(connection)]
        let attempts = self.connectIfNeeded(now)
        actions += attempts
        if attempts.isEmpty, self.leased.isEmpty, self.connecting.isEmpty { actions += self.failAll(.unavailable) }
        return actions
    }

    /// The task of a waiter was cancelled. Does nothing when it has been served already.
    mutating func abandoned(_ waiter: WaiterID) -> [Action] {
        guard let index = self.waiters.firstIndex(where: { $0.id == waiter }) else { return [] }
        self.waiters.remove(at: index)
        return [.fail(waiter, .cancelled)]
    }

    /// Time has passed.
    mutating func ticked(now: Instant) -> [Action] {
        var actions: [Action] = []
        let expired = self.waiters.filter { $0.deadline <= now }
        self.waiters.removeAll { $0.deadline <= now }
        actions += expired.map { .fail($0.id, .exhausted) }
        let oldest = now - self.idleTimeout
        let old = self.idle.filter { $0.since <= oldest }
        self.idle.removeAll { $0.since <= oldest }
        actions += old.map { .close($0.id) }
        return actions + self.connectIfNeeded(now)
    }

    /// The pool is to be closed: nobody is served any more; lent connections are closed as they come back.
    mutating func shutDown() -> [Action] {
        guard !self.isShutDown else { return self.drainedIfEmpty() }
        self.isShutDown = true
        let idle = self.idle
        self.idle = []
        return self.failAll(.closed) + idle.map { .close($0.id) } + self.drainedIfEmpty()
    }

    private mutating func offer(_ connection: ConnectionID, now: Instant) -> [Action] {
        if self.waiters.isEmpty {
            self.leased.remove(connection)
            self.idle.append(Idle(id: connection, since: now))
            return []
        }
        self.leased.insert(connection)
        return [.lease(self.waiters.removeFirst().id, connection)]
    }

    private mutating func connectIfNeeded(_ now: Instant) -> [Action] {
        guard !self.isShutDown, !self.isPausing(now) else { return [] }
        var actions: [Action] = []
        while self.connecting.count < self.waiters.count,
            self.idle.count + self.leased.count + self.connecting.count < self.size
        {
            self.lastConnection += 1
            let connection = ConnectionID(number: self.lastConnection)
            self.connecting.insert(connection)
            actions.append(.connect(connection))
        }
        return actions
    }

    private func isPausing(_ now: Instant) -> Bool { self.noConnectBefore.map { now < $0 } ?? false }

    private mutating func failAll(_ failure: Failure) -> [Action] {
        let waiters = self.waiters
        self.waiters = []
        return waiters.map { .fail($0.id, failure) }
    }

    private func drainedIfEmpty() -> [Action] {
        self.idle.isEmpty && self.leased.isEmpty && self.connecting.isEmpty ? [.drained] : []
    }
}
