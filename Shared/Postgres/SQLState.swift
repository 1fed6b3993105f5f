/// The five-character code of an error (PostgreSQL manual, appendix A).
public struct SQLState: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { self.rawValue = value }

    public var description: String { self.rawValue }

    /// The first two characters, which name the class of the error.
    public var errorClass: Substring { self.rawValue.prefix(2) }

    public static let cannotConnect: SQLState = "08001"
    public static let connectionFailure: SQLState = "08006"
    public static let transactionResolutionUnknown: SQLState = "08007"
    public static let dataException: SQLState = "22000"
    public static let numericValueOutOfRange: SQLState = "22003"
    public static let cardinalityViolation: SQLState = "21000"
    public static let restrictViolation: SQLState = "23001"
    public static let notNullViolation: SQLState = "23502"
    public static let foreignKeyViolation: SQLState = "23503"
    public static let uniqueViolation: SQLState = "23505"
    public static let checkViolation: SQLState = "23514"
    public static let exclusionViolation: SQLState = "23P01"
    public static let readOnlyTransaction: SQLState = "25006"
    public static let inFailedTransaction: SQLState = "25P02"
    public static let idleInTransactionTimeout: SQLState = "25P03"
    public static let serializationFailure: SQLState = "40001"
    public static let deadlockDetected: SQLState = "40P01"
    public static let insufficientPrivilege: SQLState = "42501"
    public static let undefinedTable: SQLState = "42P01"
    public static let tooManyConnections: SQLState = "53300"
    public static let diskFull: SQLState = "53100"
    public static let lockNotAvailable: SQLState = "55P03"
    public static let queryCanceled: SQLState = "57014"
    public static let adminShutdown: SQLState = "57P01"
    public static let crashShutdown: SQLState = "57P02"
    public static let cannotConnectNow: SQLState = "57P03"
    public static let raisedException: SQLState = "P0001"
}
