import Foundation
import Logging
public import Postgres

/// A service's database as it is in operation: migrated by an owner, used by a role that has only its grants.
public struct TestServiceDatabase: Sendable {
    /// As the service sees it.
    public let runtime: Database
    /// As a superuser sees it, to look at what the service keeps.
    public let owner: Database

    /// Makes the database and the role, lends them, and drops both.
    public static func with<T: Sendable>(
        migrations: [Migration], poolSize: Int = 8, _ body: (TestServiceDatabase) async throws -> T
    ) async throws -> T {
        let role = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let server = try TestDatabase.server()
        try await Maintenance.execute(
            ["CREATE ROLE \(identifier: role) LOGIN PASSWORD '\(unsafeRaw: role)'"], conninfo: server)
        let outcome: Result<T, any Error>
        do {
            outcome = .success(
                try await TestDatabase.withConninfo { conninfo in
                    _ = try await Migrator.apply(migrations, conninfo: conninfo, runtimeRole: role)
                    var own = try Conninfo(conninfo)
                    own["user"] = role
                    own["password"] = role
                    let logger = Logger(label: "test.postgres")
                    let both = TestServiceDatabase(
                        runtime: Database(
                            DatabaseConfiguration(conninfo: own.text, poolSize: poolSize), logger: logger),
                        owner: Database(DatabaseConfiguration(conninfo: conninfo, poolSize: 2), logger: logger))
                    do {
                        let value = try await body(both)
                        await both.close()
                        return value
                    } catch {
                        await both.close()
                        throw error
                    }
                })
        } catch {
            outcome = .failure(error)
        }
        // Also when the test was cancelled; a role left over must not hide why the test failed.
        await Task.detached {
            try? await Maintenance.execute(["DROP ROLE \(identifier: role)"], conninfo: server)
        }.value
        return try outcome.get()
    }

    private func close() async {
        await self.runtime.close()
        await self.owner.close()
    }
}
