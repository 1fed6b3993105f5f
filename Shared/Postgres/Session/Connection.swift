import Foundation
internal import Logging
internal import Threading

/// One connection on its own thread. Everything that may block happens there.
actor Connection {
    private let thread: ConnectionThread
    private let gate = CancelGate()
    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private var session: Session?
    private var uses = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }

    init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.thread = ConnectionThread(name: "postgres")
        self.configuration = configuration
        self.logger = logger
    }

    /// Connects.
    ///
    /// - Throws: `PostgresError` of kind `unavailable`.
    func open() throws {
        // The server ends a slow statement itself; only when it does not answer at all do we give up.
        let limit = self.configuration.statementTimeout + .seconds(2)
        self.session = try Session(self.configuration, statementLimit: limit, gate: self.gate)
    }

    /// Ends the connection and its thread.
    func close() {
        self.session?.close()
        self.session = nil
        self.thread.stop()
    }

    /// What kind of transaction is wanted.
    enum Mode: Sendable {
        case write
        case read

        var begin: SQL {
            switch self {
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED"
            // One snapshot for all statements; a read-only transaction cannot fail to serialize.
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            }
        }
    }

    /// What came out of lending the connection to a body.
    struct Performed<T: Sendable>: Sendable {
        var result: Result<T, any Error>
        var afterCommit: [@Sendable () -> Void] = []
        /// Whether the connection may be lent again.
        var isReusable: Bool
        /// Whether it had been lent before, so that it may have died unnoticed.
        var wasUsedBefore: Bool
    }

    /// Runs `body` in a transaction. Cancelling the task stops the statement that is under way.
    nonisolated func perform<T: Sendable>(
        _ mode: Mode, _ body: @Sendable (Transaction) throws -> T
    ) async -> Performed<T> {
        await withTaskCancellationHandler {
            await self.run(mode, body)
        } onCancel: {
            self.gate.request()
        }
    }

    /// Runs `work` with the bare session, outside a transaction.
    func administer<T: Sendable>(_ work: @Sendable (Session) throws -> T) throws -> T {
        guard let session = self.session else {
            throw PostgresError(.unavailable, .connectionFailure, phase: .connect, message: "closed")
        }
        return try work(session)
    }

    private func run<T: Sendable>(_ mode: Mode, _ body: @Sendable (Transaction) throws -> T) -> Performed<T> {
        guard let session = self.session else {
            let error = PostgresError(.connectionLost, .connectionFailure, phase: .begin, message: "closed")
            return Performed(result: .failure(error), isReusable: false, wasUsedBefore: true)
        }
        let wasUsedBefore = self.uses > 0
        self.uses += 1
        session.patience = DatabasePatience.current
        defer { session.patience = nil }
        self.gate.lend()
        // A cancellation before the line above was not seen by the gate.
        if Task.isCancelled { self.gate.request() }
        var hooks: [@Sendable () -> Void] = []
        let result = Result { () throws -> T in
            do {
                session.noticeLoss()
                guard session.isConnected, !session.isBroken else {
                    throw PostgresError(
                        .connectionLost, .connectionFailure, phase: .begin, message: "lost while it lay in the pool")
                }
                try session.open(mode.begin)
            } catch {
                _ = self.gate.takeBack(within: 0)
                throw error
            }
            let transaction = Transaction(session)
            let outcome = Result { try body(transaction) }
            transaction.end()
            let value = try self.settle(outcome, of: transaction, on: session)
            try self.commit(mode, session)
            hooks = transaction.hooks
            return value
        }
        return Performed(
            result: result, afterCommit: hooks, isReusable: session.isReusable, wasUsedBefore: wasUsedBefore)
    }

    /// Returns the body's value when the transaction is fit to be committed; otherwise rolls back and throws.
    private func settle<T>(
        _ outcome: Result<T, any Error>, of transaction: Transaction, on session: Session
    ) throws -> T {
        let (wasCancelled, isQuiet) = self.gate.takeBack(
            within: session.isBroken ? 0 : self.configuration.connectTimeout.seconds)
        if !isQuiet { session.abandon() }
        var failure: (any Error)?
        if case .failure(let error) = outcome { failure = error }
        if wasCancelled {
            let isOwn = (failure as? PostgresError).map { $0.sqlState != .queryCanceled } ?? false
            if !isOwn { failure = CancellationError() }
        }
        if failure == nil, session.isInFailedTransaction {
            // The body caught the error of a statement and went on; the server would turn COMMIT into ROLLBACK.
            failure =
                transaction.firstFailure
                ?? PostgresError(
                    .refused, .inFailedTransaction, phase: .statement, message: "a statement had failed")
        }
        if let failure {
            self.rollBack(session)
            throw failure
        }
        return try outcome.get()
    }

    /// A rollback that fails costs the connection, not the error that led to it; the server rolls back by itself.
    private func rollBack(_ session: Session) {
        session.dropQueue()
        guard session.isConnected, !session.isBroken, session.isInTransaction || session.isInFailedTransaction else {
            return
        }
        for attempt in 1...2 {
            do {
                _ = try session.simple("ROLLBACK", phase: .rollback)
                return
            } catch let error as PostgresError where error.sqlState == .queryCanceled && attempt == 1 {
                continue  // the echo of a cancellation
            } catch {
                session.abandon()
                self.logger.warning("database rollback failed", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    private func commit(_ mode: Mode, _ session: Session) throws {
        session.noticeLoss()
        guard session.isConnected, !session.isBroken else {
            // When not even the beginning was sent, another connection can take its place.
            throw PostgresError(
                .connectionLost, .connectionFailure, phase: session.isTransactionUnopened ? .begin : .commit,
                message: "lost before COMMIT was sent")
        }
        // Nothing was asked of the server, so there is nothing to be kept.
        if session.isTransactionEmpty { return session.dropQueue() }
        if let patience = session.patience, patience.left == .zero {
            // Not sent, so not in doubt: the server rolls back when the connection ends.
            session.abandon()
            throw PostgresError(.timedOut, .queryCanceled, phase: .commit, message: "out of patience before COMMIT")
        }
        do {
            guard try session.commit() == "COMMIT" else {
                throw PostgresError(
                    .refused, .inFailedTransaction, phase: .commit, message: "the server rolled back instead")
            }
        } catch let error as PostgresError where error.phase == .begin {
            // It never opened, so nothing can have been committed.
            session.abandon()
            throw error
        } catch let error as PostgresError {
            guard session.isBroken || error.kind == .connectionLost else {
                // A statement that went along with the commit was refused.
                self.rollBack(session)
                if error.isAboutPreparation { session.abandon() }
                throw error
            }
            session.abandon()
            // A transaction that only read has changed nothing, whatever became of its COMMIT.
            guard mode == .write else { throw error }
            throw PostgresError(
                .commitOutcomeUnknown, .transactionResolutionUnknown, phase: .commit, message: error.message)
        }
    }
}

extension PostgresError {
    /// The same error with what was being done.
    func during(_ phase: Phase) -> PostgresError {
        PostgresError(
            self.kind, self.sqlState, phase: phase, message: self.message, constraint: self.constraint,
            column: self.column, statement: self.statement)
    }
}
