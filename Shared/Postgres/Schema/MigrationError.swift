/// Why a schema was not brought up to date. Nothing of the migration that failed remains.
public struct MigrationError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// One clear sentence, safe to show.
    public let description: String
    /// The failure of the database behind it.
    public let cause: PostgresError?

    init(_ description: String, cause: PostgresError? = nil) {
        self.description = description
        self.cause = cause
    }

    public var debugDescription: String {
        self.description + (self.cause.map { " " + $0.debugDescription } ?? "")
    }
}
