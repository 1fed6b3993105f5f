/// What the server really does for the sessions of a program, whoever configured it. A service asks once when it starts.
public struct SessionPromises: Sendable, Hashable {
    /// When a commit returns: only `on` and `remote_apply` mean that it is on the disk by then.
    public let synchronousCommit: String
    /// How long one statement may take; zero for no limit.
    public let statementTimeout: Duration
    /// How long an open transaction may wait for its next statement; zero for no limit.
    public let idleInTransactionTimeout: Duration
    /// Whether the server waits for the disk at all. A stand for tests need not.
    public let isSynced: Bool
    /// Whether the role is one that no grant binds: a superuser.
    public let isSuperuser: Bool
    /// How many tables, views and sequences the role owns, and so could change or drop.
    public let ownedRelations: Int

    /// Asks the server.
    ///
    /// - Throws: `PostgresError`.
    public static func read(in tx: Transaction) throws -> SessionPromises {
        try tx.one(
            """
            SELECT current_setting('synchronous_commit') AS commits, current_setting('fsync')::boolean AS synced,
              (SELECT setting::bigint FROM pg_settings WHERE name = 'statement_timeout') AS statement,
              (SELECT setting::bigint FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout') AS idle,
              (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super,
              (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relowner = current_user::regrole AND n.nspname = 'public') AS owned
            """
        ) { row in
            SessionPromises(
                synchronousCommit: try row.get("commits"),
                statementTimeout: .milliseconds(try row.get("statement", as: Int64.self)),
                idleInTransactionTimeout: .milliseconds(try row.get("idle", as: Int64.self)),
                isSynced: try row.get("synced"), isSuperuser: try row.get("super"),
                ownedRelations: try row.get("owned"))
        }
    }

    /// Why a service must not work under these, in sentences; empty when it may.
    public var broken: [String] {
        var broken: [String] = []
        if !["on", "remote_apply"].contains(self.synchronousCommit) {
            broken.append("synchronous_commit is \(self.synchronousCommit): what was promised could be lost in a crash")
        }
        if self.statementTimeout == .zero { broken.append("statement_timeout is not set") }
        if self.idleInTransactionTimeout == .zero {
            broken.append("idle_in_transaction_session_timeout is not set")
        }
        return broken
    }

    /// What an operator should know, though the service works, in sentences.
    public var doubtful: [String] {
        var doubtful: [String] = []
        if !self.isSynced { doubtful.append("fsync is off: a crash of the machine loses what was committed") }
        if self.isSuperuser { doubtful.append("the role is a superuser, whom no grant binds") }
        if self.ownedRelations > 0 {
            doubtful.append("the role owns \(self.ownedRelations) tables and could change their history")
        }
        return doubtful
    }
}
