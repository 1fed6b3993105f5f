import Foundation
import Logging
public import Postgres

/// A database of a test's own on the server that `LAYAK_TEST_POSTGRES` names; dropped when the test ends.
public enum TestDatabase {
    /// Makes a database, applies the migrations, lends it, and drops it also when the body throws.
    ///
    /// - Parameters:
    ///   - migrations: the schema.
    ///   - configure: changes the configuration before the pool is made (size, timeouts).
    ///   - body: gets a pool of connections and the connection string behind it (a superuser's).
    public static func with<T: Sendable>(
        migrations: [Migration] = [], configure: (inout DatabaseConfiguration) -> Void = { _ in },
        _ body: (_ database: Database, _ conninfo: String) async throws -> T
    ) async throws -> T {
        try await self.withConninfo { conninfo in
            if !migrations.isEmpty {
                _ = try await Migrator.apply(migrations, conninfo: conninfo, runtimeRole: nil)
            }
            var configuration = DatabaseConfiguration(conninfo: conninfo, applicationName: "layak-test")
            configure(&configuration)
            let database = Database(configuration, logger: Logger(label: "test.postgres"))
            do {
                let value = try await body(database, conninfo)
                await database.close()
                return value
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// Makes an empty database and lends its connection string.
    public static func withConninfo<T: Sendable>(_ body: (_ conninfo: String) async throws -> T) async throws -> T {
        let server = try self.server()
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await Maintenance.execute(["CREATE DATABASE \(identifier: name) TEMPLATE template0"], conninfo: server)
        var own = try Conninfo(server)
        own["dbname"] = name
        let outcome: Result<T, any Error>
        do { outcome = .success(try await body(own.text)) } catch { outcome = .failure(error) }
        // Also when the test was cancelled; a database left over must not hide why the test failed.
        await Task.detached {
            try? await Maintenance.execute(["DROP DATABASE \(identifier: name) WITH (FORCE)"], conninfo: server)
        }.value
        return try outcome.get()
    }

    /// The superuser's connection string of the test server.
    public static func server() throws -> String {
        guard let server = ProcessInfo.processInfo.environment["LAYAK_TEST_POSTGRES"], !server.isEmpty else {
            throw MissingTestServer(variable: "LAYAK_TEST_POSTGRES")
        }
        return server
    }
}

/// The environment does not say where a server for tests is.
public struct MissingTestServer: Error, CustomStringConvertible {
    public let variable: String

    public init(variable: String) { self.variable = variable }

    public var description: String {
        "\(self.variable) is not set: run the tests with `make test`, which starts the servers they need."
    }
}
