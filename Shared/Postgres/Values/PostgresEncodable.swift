/// A value that can be bound to a parameter of a statement.
public protocol PostgresEncodable: Sendable {
    /// The type that the server is told for the parameter.
    static var postgresType: PostgresType { get }
    /// The value in text or binary form.
    var postgresValue: PostgresValue { get }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public static var postgresType: PostgresType { Wrapped.postgresType }
    public var postgresValue: PostgresValue { self?.postgresValue ?? .null }
}
