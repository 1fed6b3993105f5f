/// One step of a schema's history. Never changed once it has been applied anywhere.
public struct Migration: Sendable, Hashable {
    /// Whose history it is a step of: tables that several programs share have a history of their own, so that neither
    /// has to know the other's numbers. Modules are brought up to date in alphabetical order.
    public let module: String
    /// Its place in its module's order; unique there, need not be consecutive.
    public let number: Int
    /// A short name in lower case, e.g. `create_review_case`.
    public let name: String
    /// Statements separated by semicolons, run in one transaction.
    ///
    /// `{runtime}` stands for the quoted name of the role that the service runs as, for grants. With no such role it is
    /// the role that migrates.
    public let sql: String

    public init(module: String = "service", number: Int, name: String, sql: String) {
        self.module = module
        self.number = number
        self.name = name
        self.sql = sql
    }
}
