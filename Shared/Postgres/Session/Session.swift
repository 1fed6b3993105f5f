internal import CLibPQ
import Foundation

/// One libpq connection, used only on its connection's thread. It waits in its own `poll(2)`, always with a deadline.
final class Session {
    let raw: OpaquePointer
    private let statementLimit: Duration
    private let gate: CancelGate
    private var cache = StatementCache(capacity: 128)
    /// Set when the state of the protocol is not known any more, or when the connection should not be used again.
    private(set) var isBroken = false
    /// How long the present borrower may still wait; without it only the limits of statements hold.
    var patience: DatabasePatience?

    /// Connects.
    ///
    /// - Throws: `PostgresError` of kind `unavailable`.
    init(_ configuration: DatabaseConfiguration, statementLimit: Duration, gate: CancelGate) throws {
        let parameters = try ConnectionParameters(configuration)
        guard let raw = parameters.withCStrings({ PQconnectStartParams($0, $1, 1) }) else {
            throw PostgresError(.unavailable, .cannotConnect, phase: .connect, message: "no memory")
        }
        self.raw = raw
        self.statementLimit = statementLimit
        self.gate = gate
        // By default libpq prints notices, which may quote values, to standard error.
        PQsetNoticeProcessor(raw, { _, _ in }, nil)
        do {
            try self.connect(until: .now + configuration.connectTimeout)
        } catch {
            PQfinish(raw)
            throw error
        }
        gate.attach(CancelHandle(raw))
    }

    /// Ends the connection; the session must not be used afterwards.
    func close() {
        self.gate.attach(nil)
        PQfinish(self.raw)
    }

    private func connect(until deadline: ContinuousClock.Instant) throws {
        var events = Int16(POLLOUT)
        while true {
            guard PQstatus(self.raw) != CONNECTION_BAD else { throw self.connectError() }
            guard self.wait(for: events, until: deadline) else {
                throw PostgresError(.unavailable, .cannotConnect, phase: .connect, message: "no answer in time")
            }
            switch PQconnectPoll(self.raw) {
            case PGRES_POLLING_READING: events = Int16(POLLIN)
            case PGRES_POLLING_WRITING: events = Int16(POLLOUT)
            case PGRES_POLLING_OK:
                guard PQsetnonblocking(self.raw, 1) == 0 else { throw self.connectError() }
                return
            default: throw self.connectError()
            }
        }
    }

    private func connectError() -> PostgresError {
        PostgresError(.unavailable, .cannotConnect, phase: .connect, message: self.lastMessage)
    }

    // MARK: State

    /// Whether the connection may be lent again.
    var isReusable: Bool { !self.isBroken && self.isConnected && PQtransactionStatus(self.raw) == PQTRANS_IDLE }

    var isConnected: Bool { PQstatus(self.raw) == CONNECTION_OK }

    /// Whether the server refuses everything until the rollback.
    var isInFailedTransaction: Bool { PQtransactionStatus(self.raw) == PQTRANS_INERROR }

    /// Whether a transaction is open and healthy.
    var isInTransaction: Bool { PQtransactionStatus(self.raw) == PQTRANS_INTRANS }

    /// Reads what the server said while nobody asked (its farewell, for instance).
    func noticeLoss() {
        if self.wait(for: Int16(POLLIN), until: .now), PQconsumeInput(self.raw) == 0 { self.isBroken = true }
    }

    /// Gives the connection up.
    func abandon() { self.isBroken = true }

    // MARK: Statements

    /// Runs one statement with parameters, which the borrower's cancellation may stop.
    func execute(_ sql: SQL) throws -> ResultSet {
        try self.asBorrower(sql.text) { deadline in
            let call = try StatementCall(sql)
            switch self.cache.advise(call.key) {
            case .use(let prepared):
                try self.send { call.sendPrepared(prepared, on: self.raw) }
            case .prepare(let name, let dropping):
                if let dropping { _ = try self.runSimple("DEALLOCATE " + dropping, until: deadline) }
                try self.send { call.sendPrepare(name: name, on: self.raw) }
                _ = try self.collect(until: deadline)
                try self.send { PQsendDescribePrepared(self.raw, name) }
                let shape = try self.collect(until: deadline)
                let isBinary = (0..<Int32(shape.columnCount)).allSatisfy {
                    PostgresType.readInBinary.contains(shape.type(of: $0))
                }
                let prepared = StatementCache.Prepared(name: name, isBinary: isBinary)
                self.cache.remember(call.key, as: prepared)
                try self.send { call.sendPrepared(prepared, on: self.raw) }
            case .sendPlain:
                try self.send { call.sendPlain(on: self.raw) }
            }
            return try self.collect(until: deadline)
        }
    }

    /// Runs several statements in one round trip; the first failure is thrown, and those after it are not run.
    func pipeline(_ statements: [SQL]) throws {
        guard !statements.isEmpty else { return }
        try self.asBorrower(statements.map(\.text).joined(separator: "; ")) { deadline in
            let calls = try statements.map { try StatementCall($0) }
            guard PQenterPipelineMode(self.raw) == 1 else { throw self.lost() }
            var expected = 0
            for call in calls {
                switch self.cache.advise(call.key) {
                case .use(let prepared):
                    try self.send { call.sendPrepared(prepared, on: self.raw) }
                case .prepare, .sendPlain:
                    // Not prepared here: whether the preparation succeeded is not known before the sync.
                    try self.send { call.sendPlain(on: self.raw) }
                }
                expected += 1
                // Read while sending, or both sides block when their buffers are full.
                try self.flush(until: deadline)
            }
            guard PQpipelineSync(self.raw) == 1 else { throw self.lost() }
            try self.flush(until: deadline)
            var failure: PostgresError?
            for _ in 0..<expected {
                do { _ = try self.collect(until: deadline) } catch let error as PostgresError where !self.isBroken {
                    failure = failure ?? error
                }
            }
            try self.awaitResult(until: deadline)
            let sync = PQgetResult(self.raw)
            defer { PQclear(sync) }
            guard PQresultStatus(sync) == PGRES_PIPELINE_SYNC, PQexitPipelineMode(self.raw) == 1 else {
                throw self.lost()
            }
            if let failure { throw failure }
        }
    }

    /// Runs a text without parameters (several statements too) that no cancellation may stop.
    func simple(_ text: String, phase: PostgresError.Phase, limit: Duration? = nil) throws -> ResultSet {
        do {
            return try self.runSimple(text, until: .now + (limit ?? self.statementLimit))
        } catch let error as PostgresError {
            throw error.during(phase)
        }
    }

    private func runSimple(_ text: String, until deadline: ContinuousClock.Instant) throws -> ResultSet {
        try self.send { PQsendQuery(self.raw, text) }
        return try self.collect(until: deadline)
    }

    private func asBorrower<T>(_ text: String, _ body: (ContinuousClock.Instant) throws -> T) throws -> T {
        try self.gate.enter()
        defer { self.gate.leave() }
        do {
            return try body(.now + self.statementLimit)
        } catch var error as PostgresError {
            // The plan that a prepared statement was made for is gone (a migration ran): start afresh.
            if error.sqlState == "0A000" || error.sqlState == "26000" { self.isBroken = true }
            error.statement = text
            throw error
        }
    }

    // MARK: Protocol

    private func send(_ call: () -> CInt) throws {
        guard !self.isBroken, call() == 1 else { throw self.lost() }
    }

    private func flush(until deadline: ContinuousClock.Instant) throws {
        while true {
            switch PQflush(self.raw) {
            case 0: return
            case 1:
                guard self.waitAsBorrower(for: Int16(POLLIN | POLLOUT), until: deadline) else {
                    throw self.timedOut()
                }
                // Only when readable: this call never blocks, and a connection that ended shows at the flush.
                _ = PQconsumeInput(self.raw)
            default: throw self.lost()
            }
        }
    }

    private func awaitResult(until deadline: ContinuousClock.Instant) throws {
        while PQisBusy(self.raw) == 1 {
            guard self.waitAsBorrower(for: Int16(POLLIN), until: deadline) else { throw self.timedOut() }
            // On failure PQisBusy turns false and PQgetResult reports the loss with what the server said last.
            guard PQconsumeInput(self.raw) == 1 else { return }
        }
    }

    /// Reads the results of one statement up to the end mark and returns the last.
    private func collect(until deadline: ContinuousClock.Instant) throws -> ResultSet {
        try self.flush(until: deadline)
        var last: ResultSet?
        var failure: PostgresError?
        while true {
            try self.awaitResult(until: deadline)
            guard let result = PQgetResult(self.raw) else { break }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                last = ResultSet(result)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                PQclear(result)
                self.isBroken = true
                throw PostgresError(.refused, "0A000", phase: .statement, message: "COPY is not supported")
            default:
                failure = failure ?? self.error(of: result)
                PQclear(result)
            }
            if !self.isConnected { break }
        }
        if !self.isConnected { self.isBroken = true }
        if let failure { throw failure }
        guard let last, !self.isBroken else { throw self.lost() }
        return last
    }

    private func error(of result: OpaquePointer) -> PostgresError {
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, CInt(code.value)).map { String(cString: $0) }
        }
        if PQresultStatus(result) == PGRES_PIPELINE_ABORTED {
            return PostgresError(.refused, .inFailedTransaction, phase: .statement, message: "pipeline aborted")
        }
        let message = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
        guard let state = field("C") else {
            return PostgresError(.connectionLost, .connectionFailure, phase: .statement, message: message)
        }
        return .server(
            sqlState: SQLState(rawValue: state), severity: field("V") ?? "ERROR", constraint: field("n"),
            message: message, phase: .statement)
    }

    private func lost() -> PostgresError {
        self.isBroken = true
        return PostgresError(.connectionLost, .connectionFailure, phase: .statement, message: self.lastMessage)
    }

    private func timedOut() -> PostgresError {
        self.isBroken = true
        return PostgresError(.timedOut, .queryCanceled, phase: .statement, message: "no answer of the server in time")
    }

    private var lastMessage: String { PQerrorMessage(self.raw).map { String(cString: $0) } ?? "" }

    /// As `wait`, but ends when the borrower's patience does, and soon after it has asked to stop, also when the server does
    /// not answer that either.
    private func waitAsBorrower(for events: Int16, until deadline: ContinuousClock.Instant) -> Bool {
        let began = ContinuousClock.now
        defer { self.patience?.spend(since: began) }
        let deadline = min(deadline, self.patience.map { began + $0.left } ?? deadline)
        while true {
            let end = min(deadline, self.gate.deadline ?? deadline)
            // In slices, to notice a request that comes in the middle.
            if self.wait(for: events, until: min(end, .now + .milliseconds(250))) { return true }
            if end <= .now { return false }
        }
    }

    /// Whether one of the events came before the deadline.
    private func wait(for events: Int16, until deadline: ContinuousClock.Instant) -> Bool {
        while true {
            let left = max(.zero, deadline - .now)
            let milliseconds =
                left == .zero
                ? 0 : left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
            var watched = pollfd(fd: PQsocket(self.raw), events: events, revents: 0)
            let ready = poll(&watched, 1, CInt(clamping: milliseconds))
            if ready > 0 { return true }
            if ready == 0, deadline <= .now { return false }
            if ready < 0, errno != EINTR { return true }  // the next call of libpq reports what is wrong
        }
    }
}
