/// One step of a schema's history. Never changed once it has been applied anywhere.
public struct Migration: Sendable, Hashable {
    /// Its place in the order; unique, need not be consecutive.
    public let number: Int
    /// A short name in lower case, e.g. `create_review_case`.
    public let name: String
    /// Statements separated by semicolons, run in one transaction.
    ///
    /// `{runtime}` stands for the quoted name of the role that the service runs as, for grants. With no such role it is
    /// the role that migrates.
    public let sql: String

    public init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }
}
