import Contracts
import Messaging
import Postgres

/// What a thrown error means for the message that was being handled.
enum Failure: Error {
    /// Nothing is wrong with the message: the database is away, or nobody knows whether the commit came through. The
    /// delivery is held and tried again; the inbox decides.
    case away(any Error)
    /// The handler says that trying again is useless.
    case park(ParkReason)
    /// The attempt failed; the policy decides.
    case attempt(code: String)

    /// The same in the rule's words.
    var rule: InboxRule.Failure {
        switch self {
        case .away: .away
        case .park(let reason): .park(reason)
        case .attempt(let code): .attempt(code: code)
        }
    }

    /// The error behind an absence.
    var cause: (any Error)? { if case .away(let error) = self { error } else { nil } }
    /// Whether the policy decides.
    var isAttempt: Bool { if case .attempt = self { true } else { false } }
    /// What is written beside the next attempt.
    var code: String { if case .attempt(let code) = self { code } else { "" } }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure:
            self = failure
        case is CancellationError:
            self = .away(error)
        case let error as PostgresError:
            switch error.kind {
            case .unavailable, .connectionLost, .commitOutcomeUnknown:
                self = .away(error)
            case .refused where ["53", "57", "58"].contains(String(error.sqlState.errorClass)):
                self = .away(error)
            case .constraintViolation, .conflict, .timedOut, .decoding, .refused:
                self = .attempt(code: "sql-\(error.sqlState.rawValue)")
            }
        case let error as Parkable:
            self = .park(error.reason)
        case let problem as Problem:
            self = .attempt(code: "problem-\(problem.code)")
        default:
            // The type's name says what it was and can carry no value.
            self = .attempt(code: "\(Swift.type(of: error))")
        }
    }
}

/// A handler's failure on its way out of the transaction, with the handler that it came from.
struct HandlerFailure: Error {
    var consumer: ConsumerName
    var retry: RetryPolicy
    var failure: Failure
}
