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

    /// What waits to be sent with the next statement, or with the commit: the command that opens the transaction, and
    /// statements whose results nobody reads.
    private var queue: [StatementCall] = []
    /// Whether the first of the queue opens the transaction.
    private var isOpening = false
    /// How often the queue was sent, so that somebody can tell whether what he put there has left.
    private var sendings = 0

    /// Opens a transaction with its first statement: that saves a round trip.
    func open(_ command: SQL) throws {
        self.queue = [try StatementCall(command)]
        self.isOpening = true
    }

    /// Keeps a statement for the next round trip.
    ///
    /// - Throws: `PostgresError` when a value is out of range.
    func enqueue(_ sql: SQL) throws { self.queue.append(try StatementCall(sql)) }

    /// A place in the queue.
    struct QueueMark {
        fileprivate let sendings: Int
        fileprivate let count: Int
    }

    var queueMark: QueueMark { QueueMark(sendings: self.sendings, count: self.queue.count) }

    /// Drops what was kept since.
    ///
    /// - Returns: whether that was all that was asked of the server since.
    func dropQueue(since mark: QueueMark) -> Bool {
        let isAll = mark.sendings == self.sendings
        self.queue.removeLast(self.queue.count - (isAll ? mark.count : 0))
        return isAll
    }

    /// Drops everything that was kept.
    func dropQueue() {
        self.queue = []
        self.isOpening = false
    }

    /// Whether something must be said to the server before the transaction has its end.
    var isTransactionEmpty: Bool { self.isOpening && self.queue.count == 1 }

    /// Whether the command that opens the transaction has not been sent.
    var isTransactionUnopened: Bool { self.isOpening }

    /// Whether statements are kept that have not been sent.
    var hasQueue: Bool { !self.queue.isEmpty }

    /// Runs one statement with parameters, which the borrower's cancellation may stop.
    func execute(_ sql: SQL) throws -> ResultSet {
        let call = try StatementCall(sql)
        return try self.asBorrower(call.key.text) { deadline in
            let advice = self.cache.advise(call.key)
            if case .prepare(let name, let dropping) = advice {
                try self.sendQueue(until: deadline)
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
                return try self.collect(until: deadline)
            }
            if !self.queue.isEmpty { return try self.exchange(with: (call, advice), until: deadline) }
            if case .use(let prepared) = advice {
                try self.send { call.sendPrepared(prepared, on: self.raw) }
            } else {
                try self.send { call.sendPlain(on: self.raw) }
            }
            return try self.collect(until: deadline)
        }
    }

    /// Sends what is kept; the first failure is thrown, and what came after it was not run.
    func sendQueue() throws {
        guard let last = self.queue.last else { return }
        try self.asBorrower(last.key.text) { deadline in try self.sendQueue(until: deadline) }
    }

    /// Commits; what is kept goes along. No cancellation stops it.
    ///
    /// - Returns: the name of the command that the server ran.
    func commit() throws -> String {
        // Never in one round trip with the beginning: a connection that is lost would leave open whether all of it has
        // happened or nothing.
        if self.isOpening { try self.sendQueue(until: .now + self.statementLimit) }
        guard self.hasQueue else { return try self.simple("COMMIT", phase: .commit).commandTag }
        let call = try StatementCall("COMMIT")
        let advice = self.cache.advise(call.key)
        return try self.exchange(with: (call, advice), until: .now + self.statementLimit).commandTag
    }

    private func sendQueue(until deadline: ContinuousClock.Instant) throws {
        guard self.hasQueue else { return }
        _ = try self.exchange(with: nil, until: deadline)
    }

    /// Statements are sent together up to this many bytes: each sending would wake the server.
    private static let mostUnsent = 16_384

    private enum Answer {
        case result(of: Int)
        case prepared(StatementCache.Key, StatementCache.Prepared)
        case dropped
    }

    /// One round trip: what is kept and, behind it, one more statement. After a failure the server runs nothing of what
    /// follows in it.
    ///
    /// - Returns: the last result.
    private func exchange(
        with last: (call: StatementCall, advice: StatementCache.Advice)?, until deadline: ContinuousClock.Instant
    ) throws -> ResultSet {
        let wasOpening = self.isOpening
        let calls = self.queue + (last.map { [$0.call] } ?? [])
        self.sendings += 1
        self.dropQueue()
        var isOpen = !wasOpening
        do {
            guard !self.isBroken, PQenterPipelineMode(self.raw) == 1 else { throw self.lost() }
            var answers: [Answer] = []
            var unsent = 0
            for (index, call) in calls.enumerated() {
                let isLast = index == calls.count - 1
                let advice = isLast ? last?.advice ?? self.cache.advise(call.key) : self.cache.advise(call.key)
                try self.put(call, advice, index, &answers)
                unsent += call.size
                guard unsent > Self.mostUnsent else { continue }
                // Read while sending, or both sides block when their buffers are full.
                try self.flush(until: deadline)
                unsent = 0
            }
            guard PQpipelineSync(self.raw) == 1 else { throw self.lost() }
            try self.flush(until: deadline)
            var failure: PostgresError?
            var result: ResultSet?
            for answer in answers {
                do {
                    result = try self.collect(until: deadline)
                    switch answer {
                    case .result: isOpen = true
                    case .prepared(let key, let prepared): self.cache.remember(key, as: prepared)
                    case .dropped: break
                    }
                } catch var error as PostgresError where !self.isBroken && self.isConnected {
                    if case .result(let index) = answer { error.statement = calls[index].key.text }
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
            guard let result else { throw self.lost() }
            return result
        } catch let error as PostgresError where error.kind == .connectionLost {
            self.isBroken = true
            // Before the transaction was open nothing can have happened.
            throw isOpen ? error : error.during(.begin)
        }
    }

    /// Puts one statement into the pipeline, and notes which answers will come. One that is seen again is prepared on the
    /// way; nobody reads columns of it, or it would have been prepared by `execute`.
    private func put(
        _ call: StatementCall, _ advice: StatementCache.Advice, _ index: Int, _ answers: inout [Answer]
    ) throws {
        switch advice {
        case .use(let prepared):
            try self.send { call.sendPrepared(prepared, on: self.raw) }
        case .prepare(let name, let dropping):
            if let dropping {
                try self.send {
                    PQsendQueryParams(self.raw, "DEALLOCATE " + dropping, 0, nil, nil, nil, nil, 0)
                }
                answers.append(.dropped)
            }
            let prepared = StatementCache.Prepared(name: name, isBinary: false)
            try self.send { call.sendPrepare(name: name, on: self.raw) }
            answers.append(.prepared(call.key, prepared))
            try self.send { call.sendPrepared(prepared, on: self.raw) }
        case .sendPlain:
            try self.send { call.sendPlain(on: self.raw) }
        }
        answers.append(.result(of: index))
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
            if error.isAboutPreparation { self.isBroken = true }
            error.statement = error.statement ?? text
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

extension PostgresError {
    /// The plan that a prepared statement was made for is gone (a migration ran): the connection starts afresh.
    var isAboutPreparation: Bool { self.sqlState == "0A000" || self.sqlState == "26000" }
}
