/// A failure of the database or of the way to it.
///
/// `description` is safe to log and to show: it never holds a value, a message of the server or a statement.
/// `debugDescription` holds all of them and is for a developer's own terminal.
public struct PostgresError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What the caller can do about it.
    public enum Kind: String, Sendable, Hashable {
        /// No connection can be had now: the server is away, or every connection of the pool is in use.
        case unavailable
        /// The connection broke before the commit: nothing was changed.
        case connectionLost
        /// The connection broke while committing: the change may or may not be there. Only a repetition that asks
        /// first (inbox row, request identifier) settles it; it must never be repeated blindly.
        case commitOutcomeUnknown
        /// A constraint refused the change; `constraint` names it.
        case constraintViolation
        /// Two transactions got in each other's way (serialization failure, deadlock); repeating helps.
        case conflict
        /// A deadline passed: of a statement, of a lock, of the pool's queue or of an idle transaction.
        case timedOut
        /// A row had not the shape that the caller expected: column, type, NULL, overflow, number of rows.
        case decoding
        /// The server refused the statement for another reason; `sqlState` tells which.
        case refused
    }

    /// What was being done.
    public enum Phase: String, Sendable, Hashable {
        case connect
        case begin
        case statement
        case rollback
        case commit
    }

    /// What the caller can do about it.
    public let kind: Kind
    /// The server's code, or the code that the standard has for a failure on our side.
    public let sqlState: SQLState
    /// The name of the violated constraint.
    public let constraint: String?
    /// What was being done when it failed.
    public let phase: Phase
    /// The column that could not be read, and why.
    public let column: String?
    /// What the server or libpq said; may quote values.
    let message: String
    /// The statement with `$n` in place of its values.
    var statement: String?

    init(
        _ kind: Kind, _ sqlState: SQLState, phase: Phase, message: String, constraint: String? = nil,
        column: String? = nil, statement: String? = nil
    ) {
        self.kind = kind
        self.sqlState = sqlState
        self.phase = phase
        self.message = message
        self.constraint = constraint
        self.column = column
        self.statement = statement
    }

    /// Whether the same transaction may succeed when it is tried again later without a change.
    ///
    /// An unknown outcome of a commit is not retriable by itself: see `Kind.commitOutcomeUnknown`.
    public var isRetriable: Bool {
        switch self.kind {
        case .unavailable, .connectionLost, .conflict, .timedOut: true
        case .commitOutcomeUnknown, .constraintViolation, .decoding: false
        case .refused: ["53", "57", "58"].contains(self.sqlState.errorClass)
        }
    }

    public var description: String {
        var text = "PostgresError(\(self.kind.rawValue), sqlState: \(self.sqlState), phase: \(self.phase.rawValue)"
        if let constraint = self.constraint { text += ", constraint: \(constraint)" }
        if let column = self.column { text += ", column: \(column)" }
        return text + ")"
    }

    public var debugDescription: String {
        var text = self.description + " " + self.message
        if let statement = self.statement { text += " in: " + statement }
        return text
    }
}

extension PostgresError {
    /// The error of a statement that the server refused.
    static func server(
        sqlState: SQLState, severity: String, constraint: String?, message: String, phase: Phase
    ) -> PostgresError {
        let kind: Kind =
            if severity == "FATAL" || severity == "PANIC" {
                sqlState == .idleInTransactionTimeout ? .timedOut : .connectionLost
            } else if sqlState.errorClass == "23" {
                .constraintViolation
            } else if sqlState.errorClass == "40" {
                .conflict
            } else if sqlState == .queryCanceled || sqlState == .lockNotAvailable {
                .timedOut
            } else {
                .refused
            }
        return PostgresError(kind, sqlState, phase: phase, message: message, constraint: constraint)
    }

    /// The error of a column that could not be read.
    static func decoding(_ problem: PostgresDecodingProblem, column: String, wanted: String) -> PostgresError {
        PostgresError(
            .decoding, problem == .overflow ? .numericValueOutOfRange : .dataException, phase: .statement,
            message: "column \(column) \(problem.sentence) (\(wanted))", column: column)
    }
}
