import Logging

/// Brings a schema up to date; used by the `migrate` command of each service and by tests.
public enum Migrator {
    /// How long one migration waits for a lock that others hold, so that it never stops the service for longer.
    static let lockTimeout: Duration = .seconds(5)
    /// How long a migrator waits for another one that is at work.
    static let turnTimeout: Duration = .seconds(120)

    /// Applies the migrations that the database has not had yet, each in a transaction of its own.
    ///
    /// Two migrators of one database take turns. Progress is kept in the table `schema_migration`.
    ///
    /// - Parameters:
    ///   - migrations: the whole history that the program knows, in any order.
    ///   - conninfo: how to connect as the owner of the schema.
    ///   - runtimeRole: the role in place of `{runtime}`; `nil` for the connecting role itself.
    /// - Returns: the migrations applied now.
    /// - Throws: `MigrationError`, when the history was changed, has a gap or a migration fails; `PostgresError`, when
    ///   the database cannot be reached.
    public static func apply(
        _ migrations: [Migration], conninfo: String, runtimeRole: String?
    ) async throws -> [Migration] {
        try await Maintenance.withSession(conninfo, statementTimeout: .seconds(600)) { session in
            let run = Run(session: session, runtimeRole: runtimeRole)
            try run.takeTurn()
            let pending = try MigrationHistory.pending(migrations, after: try run.applied())
            for migration in pending { try run.apply(migration) }
            return pending
        }
    }

    /// The migrations that the database of a running service lacks.
    ///
    /// - Throws: as `apply`.
    public static func pending(_ migrations: [Migration], in database: Database) async throws -> [Migration] {
        let applied = try await database.read { tx in
            let exists = try tx.one("SELECT to_regclass('schema_migration') IS NOT NULL") {
                try $0.get(0, as: Bool.self)
            }
            guard exists else { return [MigrationHistory.Applied]() }
            return try tx.rows("SELECT module, number, name, checksum FROM schema_migration", Self.read)
        }
        return try MigrationHistory.pending(migrations, after: applied)
    }

    private static func read(_ row: Row) throws -> MigrationHistory.Applied {
        MigrationHistory.Applied(
            module: try row.get("module"), number: try row.get("number"), name: try row.get("name"),
            checksum: try row.get("checksum"))
    }

    private struct Run {
        let session: Session
        let runtimeRole: String?

        /// Takes the lock that the server frees when the connection ends.
        func takeTurn() throws {
            // "layak" in ASCII and a number: any constant will do, as long as it stays.
            let key = "7810769001320448001"
            _ = try self.session.simple(
                "SET lock_timeout = \(Migrator.turnTimeout.milliseconds)", phase: .statement)
            do {
                _ = try self.session.simple("SELECT pg_advisory_lock(\(key))", phase: .statement)
            } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
                throw MigrationError("Another migration of this database has not ended in time.", cause: error)
            }
            _ = try self.session.simple(
                "SET lock_timeout = \(Migrator.lockTimeout.milliseconds)", phase: .statement)
        }

        func applied() throws -> [MigrationHistory.Applied] {
            _ = try self.session.simple(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    module text NOT NULL,
                    number bigint NOT NULL,
                    name text NOT NULL,
                    checksum text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now(),
                    PRIMARY KEY (module, number)
                )
                """, phase: .statement)
            if self.runtimeRole != nil {
                _ = try self.session.simple("GRANT SELECT ON schema_migration TO \(self.role)", phase: .statement)
            }
            return try self.session.execute("SELECT module, number, name, checksum FROM schema_migration").map(
                Migrator.read)
        }

        func apply(_ migration: Migration) throws {
            do {
                _ = try self.session.simple("BEGIN", phase: .begin)
                let parts = migration.sql.split(separator: "{runtime}", omittingEmptySubsequences: false)
                _ = try self.session.simple(parts.joined(separator: self.role), phase: .statement)
                guard self.session.isInTransaction else {
                    throw MigrationError(
                        "Migration \(migration.module) \(migration.number) (\(migration.name)) ends its own transaction; it must not."
                    )
                }
                _ = try self.session.execute(
                    """
                    INSERT INTO schema_migration (module, number, name, checksum)
                    VALUES (\(migration.module), \(migration.number), \(migration.name), \(MigrationHistory.checksum(migration)))
                    """)
                _ = try self.session.simple("COMMIT", phase: .commit)
            } catch let error as PostgresError {
                // The connection is closed next, which rolls back what is left.
                let reason =
                    error.sqlState == .lockNotAvailable
                    ? "a table that it changes stayed locked for \(Migrator.lockTimeout)"
                    : "SQLSTATE \(error.sqlState)"
                throw MigrationError(
                    "Migration \(migration.module) \(migration.number) (\(migration.name)) failed: \(reason).",
                    cause: error)
            }
        }

        private var role: String { self.runtimeRole.map(quoteIdentifier) ?? "CURRENT_USER" }
    }
}
