import Logging

/// Statements that cannot run in a transaction (`CREATE DATABASE`), for set-up and tests.
public enum Maintenance {
    /// Runs statements one after the other, each for itself, on a connection made for them.
    ///
    /// - Throws: `PostgresError`; those before the failing one have had their effect.
    public static func execute(_ statements: [SQL], conninfo: String) async throws {
        try await self.withSession(conninfo, statementTimeout: .seconds(60)) { session in
            for statement in statements { _ = try session.execute(statement) }
        }
    }

    static func withSession<T: Sendable>(
        _ conninfo: String, statementTimeout: Duration, _ work: @Sendable (Session) throws -> T
    ) async throws -> T {
        let configuration = DatabaseConfiguration(
            conninfo: conninfo, connectTimeout: .seconds(10), statementTimeout: statementTimeout,
            applicationName: "layak-migrate")
        let connection = Connection(configuration, logger: Logger(label: "postgres"))
        do {
            try await connection.open()
            let value = try await connection.administer(work)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }
}
