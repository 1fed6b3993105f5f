/// How to reach one database and how long to wait for it.
public struct DatabaseConfiguration: Sendable {
    /// A libpq connection string (URI or `key=value`). Holds a password: never log it.
    public var conninfo: String
    /// The most connections open at once; each is a server process and a thread.
    public var poolSize: Int
    /// How long to wait for a free connection.
    public var leaseTimeout: Duration
    /// How long to wait for a new connection.
    public var connectTimeout: Duration
    /// How long one statement may take, at the server; two seconds later the connection is given up.
    public var statementTimeout: Duration
    /// How long the server lets an open transaction wait for its next statement.
    public var idleInTransactionTimeout: Duration
    /// How long a connection may lie unused before it is closed.
    public var idleTimeout: Duration
    /// The name that the server shows in `pg_stat_activity`.
    public var applicationName: String

    /// - Parameters:
    ///   - conninfo: a libpq connection string.
    ///   - applicationName: the service's name.
    public init(
        conninfo: String, poolSize: Int = 8, leaseTimeout: Duration = .seconds(5),
        connectTimeout: Duration = .seconds(3), statementTimeout: Duration = .seconds(5),
        idleInTransactionTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(60),
        applicationName: String = "layak"
    ) {
        self.conninfo = conninfo
        self.poolSize = poolSize
        self.leaseTimeout = leaseTimeout
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.idleTimeout = idleTimeout
        self.applicationName = applicationName
    }
}
