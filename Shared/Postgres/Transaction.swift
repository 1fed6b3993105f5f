/// An open transaction, lent to a synchronous closure.
///
/// Not `Sendable`: it cannot leave the closure, so nothing else (no network, no other task) can slip into it.
public final class Transaction {
    private let session: Session
    private(set) var hooks: [@Sendable () -> Void] = []
    /// The first statement that the server refused, for a body that caught the error and went on.
    private(set) var firstFailure: PostgresError?
    private var savepoints = 0
    private var isOver = false

    init(_ session: Session) { self.session = session }

    func end() { self.isOver = true }

    /// Runs a statement.
    ///
    /// - Returns: the number of rows that it changed.
    /// - Throws: `PostgresError`; `CancellationError` when the task was cancelled.
    @discardableResult
    public func execute(_ sql: SQL) throws -> Int {
        try self.run(sql).affectedRows
    }

    /// Runs a query and reads all its rows.
    ///
    /// - Throws: `PostgresError`, or what `decode` throws; `CancellationError` when the task was cancelled.
    public func rows<T>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> [T] {
        try self.run(sql).map(decode)
    }

    /// Runs a query and reads its first row; `nil` when it has none.
    public func first<T>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> T? {
        let result = try self.run(sql)
        guard result.rowCount > 0 else { return nil }
        return try decode(Row(result: result, index: 0))
    }

    /// Runs a query and reads its only row.
    ///
    /// - Throws: `PostgresError` of kind `decoding` when there is none or more than one.
    public func one<T>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> T {
        let result = try self.run(sql)
        guard result.rowCount == 1 else {
            throw PostgresError(
                .decoding, .cardinalityViolation, phase: .statement, message: "\(result.rowCount) rows instead of one",
                statement: sql.text)
        }
        return try decode(Row(result: result, index: 0))
    }

    /// Sends several statements in one round trip, for the writes at the end of a transaction.
    ///
    /// - Throws: the error of the first that failed; those after it were not run.
    public func pipeline(_ statements: [SQL]) throws {
        for statement in statements { try self.enqueue(statement) }
        try self.flush()
    }

    /// Keeps a statement whose result nobody reads: it is sent in front of the next one, or with the commit, and costs no
    /// round trip of its own.
    ///
    /// Whatever the server has against it is thrown there, not here: only for statements of which no caller expects an
    /// error that it would translate. Statements run in the order in which they were given, kept or not.
    ///
    /// - Throws: `PostgresError` when a value is out of range.
    public func enqueue(_ sql: SQL) throws {
        try self.noting { try self.session.enqueue(sql) }
    }

    /// Sends what is kept, for whoever must know here whether the server takes it.
    ///
    /// - Throws: the error of the first that failed; those after it were not run.
    public func flush() throws {
        try self.noting { try self.session.sendQueue() }
    }

    /// Runs `body` so that its changes, and its `afterCommit` actions, vanish when it throws; the transaction goes on.
    public func savepoint<T>(_ body: () throws -> T) throws -> T {
        self.savepoints += 1
        let name = "layak_\(self.savepoints)"
        let hookCount = self.hooks.count
        let earlierFailure = self.firstFailure
        let mark = self.session.queueMark
        try self.enqueue("SAVEPOINT \(unsafeRaw: name)")
        do {
            let value = try body()
            // What the body has kept may fail here, where it can still be taken back.
            try self.flush()
            if self.session.isInFailedTransaction {
                throw self.firstFailure
                    ?? PostgresError(
                        .refused, .inFailedTransaction, phase: .statement, message: "a statement had failed")
            }
            try self.enqueue("RELEASE SAVEPOINT \(unsafeRaw: name)")
            return value
        } catch {
            self.hooks.removeLast(self.hooks.count - hookCount)
            // The server has not heard of it.
            if self.session.dropQueue(since: mark) { throw error }
            // When this fails the connection is gone, and the error that led here matters more.
            try? self.command("ROLLBACK TO SAVEPOINT \(name); RELEASE SAVEPOINT \(name)")
            if !self.session.isInFailedTransaction { self.firstFailure = earlierFailure }
            throw error
        }
    }

    /// Keeps an action that runs once the transaction has been committed, and only then: it wakes somebody up.
    ///
    /// It is lost when the process dies in between, so it must never be the only way to something.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) {
        self.hooks.append(action)
    }

    private func command(_ text: String) throws {
        _ = try self.noting { try self.session.simple(text, phase: .statement) }
    }

    private func run(_ sql: SQL) throws -> ResultSet {
        try self.noting { try self.session.execute(sql) }
    }

    private func noting<T>(_ body: () throws -> T) throws -> T {
        precondition(!self.isOver, "the transaction was used after its closure had returned")
        do {
            return try body()
        } catch let error as PostgresError {
            self.firstFailure = self.firstFailure ?? error
            throw error
        }
    }
}
