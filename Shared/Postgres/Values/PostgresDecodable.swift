/// A type that can be read from a column.
public protocol PostgresDecodable {
    /// Reads a value that is not NULL.
    ///
    /// - Throws: `PostgresDecodingProblem`; the row adds the name of the column.
    init(postgres cell: PostgresCell) throws

    /// Reads a value or NULL (`nil`). Only `Optional` accepts NULL.
    static func decodePostgres(_ cell: PostgresCell?) throws -> Self
}

extension PostgresDecodable {
    public static func decodePostgres(_ cell: PostgresCell?) throws -> Self {
        guard let cell else { throw PostgresDecodingProblem.null }
        return try Self(postgres: cell)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public init(postgres cell: PostgresCell) throws { self = try Wrapped(postgres: cell) }

    public static func decodePostgres(_ cell: PostgresCell?) throws -> Wrapped? {
        try cell.map { try Wrapped(postgres: $0) }
    }
}
