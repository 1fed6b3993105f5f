import Foundation
import Postgres
import Testing
import TestSupport

@Suite("Migrations")
struct MigratorTests {
    let first = Migration(number: 1, name: "create_thing", sql: "CREATE TABLE thing (id int PRIMARY KEY);")
    let second = Migration(
        number: 2, name: "fill_thing",
        sql: "INSERT INTO thing VALUES (1); INSERT INTO thing VALUES (2); GRANT SELECT ON thing TO {runtime};")

    @Test("Each migration is applied once, in order")
    func once() async throws {
        try await TestDatabase.with { database, conninfo in
            #expect(
                try await Migrator.apply([self.second, self.first], conninfo: conninfo, runtimeRole: nil)
                    == [self.first, self.second])
            #expect(try await Migrator.apply([self.first, self.second], conninfo: conninfo, runtimeRole: nil).isEmpty)
            let count = try await database.read { tx in
                try tx.one("SELECT count(*) FROM thing") { try $0.get(0, as: Int.self) }
            }
            #expect(count == 2)
        }
    }

    @Test("What a program has yet to apply can be asked before and after")
    func pending() async throws {
        try await TestDatabase.with { database, conninfo in
            #expect(try await Migrator.pending([self.first, self.second], in: database) == [self.first, self.second])
            _ = try await Migrator.apply([self.first], conninfo: conninfo, runtimeRole: nil)
            #expect(try await Migrator.pending([self.first, self.second], in: database) == [self.second])
        }
    }

    @Test("Two migrators at once apply everything exactly once")
    func parallel() async throws {
        try await TestDatabase.with { database, conninfo in
            let migrations = (1...10).map {
                Migration(
                    number: $0, name: "step_\($0)", sql: "CREATE TABLE step_\($0) (id int); SELECT pg_sleep(0.02);")
            }
            async let one = Migrator.apply(migrations, conninfo: conninfo, runtimeRole: nil)
            async let other = Migrator.apply(migrations, conninfo: conninfo, runtimeRole: nil)
            let applied = try await (one + other).map(\.number).sorted()
            #expect(applied == Array(1...10))
        }
    }

    @Test("A migration that was changed after its application is refused with its number")
    func changed() async throws {
        try await TestDatabase.withConninfo { conninfo in
            _ = try await Migrator.apply([self.first], conninfo: conninfo, runtimeRole: nil)
            let changed = Migration(number: 1, name: "create_thing", sql: self.first.sql + " ")
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator.apply([changed], conninfo: conninfo, runtimeRole: nil)
            }
            #expect(error?.description.hasPrefix("Migration service 1 (create_thing) was changed") == true)
        }
    }

    @Test("A database from a newer program, a late number and a number used twice are refused")
    func history() async throws {
        try await TestDatabase.withConninfo { conninfo in
            _ = try await Migrator.apply([self.first, self.second], conninfo: conninfo, runtimeRole: nil)
            let newer = await #expect(throws: MigrationError.self) {
                try await Migrator.apply([self.first], conninfo: conninfo, runtimeRole: nil)
            }
            #expect(
                newer?.description.contains("migration service 2 (fill_thing), which this program does not know")
                    == true)
            let late = await #expect(throws: MigrationError.self) {
                let early = Migration(number: 0, name: "late", sql: "SELECT 1")
                return try await Migrator.apply([early, self.first, self.second], conninfo: conninfo, runtimeRole: nil)
            }
            #expect(late?.description.contains("give it a number after 2") == true)
            let double = await #expect(throws: MigrationError.self) {
                let twin = Migration(number: 2, name: "twin", sql: "SELECT 1")
                return try await Migrator.apply([self.first, self.second, twin], conninfo: conninfo, runtimeRole: nil)
            }
            #expect(double?.description.contains("the number 2") == true)
        }
    }

    @Test("Modules have histories of their own: the shared one grows although the service's numbers are higher")
    func modules() async throws {
        try await TestDatabase.withConninfo { conninfo in
            let shared = [1, 2].map {
                Migration(module: "messaging", number: $0, name: "shared_\($0)", sql: "CREATE TABLE shared_\($0) ();")
            }
            let own = [
                Migration(number: 1, name: "own_1", sql: "CREATE TABLE own_1 ();"),
                Migration(number: 7, name: "own_7", sql: "CREATE TABLE own_7 ();"),
            ]
            let before = try await Migrator.apply(own + [shared[0]], conninfo: conninfo, runtimeRole: nil)
            #expect(before == [shared[0]] + own)
            #expect(try await Migrator.apply(own + shared, conninfo: conninfo, runtimeRole: nil) == [shared[1]])
            let alien = await #expect(throws: MigrationError.self) {
                try await Migrator.apply(own, conninfo: conninfo, runtimeRole: nil)
            }
            #expect(alien?.description.contains("migration messaging 1 (shared_1), which") == true)
        }
    }

    @Test("A migration that fails leaves nothing behind, and those before it stay")
    func failing() async throws {
        try await TestDatabase.with { database, conninfo in
            let bad = Migration(number: 2, name: "bad", sql: "CREATE TABLE half (id int); SELECT 1/0;")
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator.apply([self.first, bad], conninfo: conninfo, runtimeRole: nil)
            }
            #expect(error?.description == "Migration service 2 (bad) failed: SQLSTATE 22012.")
            let tables = try await database.read { tx in
                try tx.rows("SELECT relname::text FROM pg_class WHERE relname IN ('thing', 'half')") {
                    try $0.get(0, as: String.self)
                }
            }
            #expect(tables == ["thing"])
            #expect(try await Migrator.pending([self.first, bad], in: database) == [bad])
        }
    }

    @Test("A migration that ends its own transaction is refused")
    func ownCommit() async throws {
        try await TestDatabase.withConninfo { conninfo in
            let bad = Migration(number: 1, name: "commits", sql: "CREATE TABLE x (id int); COMMIT;")
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator.apply([bad], conninfo: conninfo, runtimeRole: nil)
            }
            #expect(error?.description.contains("ends its own transaction") == true)
        }
    }

    @Test("The runtime role gets what the migration grants it and cannot change the history")
    func runtimeRole() async throws {
        try await TestDatabase.withConninfo { conninfo in
            let role = "runtime \"" + UUID().uuidString.prefix(8).lowercased()
            try await Maintenance.execute(
                ["CREATE ROLE \(identifier: role) LOGIN PASSWORD 'only for this test'"], conninfo: conninfo)
            _ = try await Migrator.apply([self.first, self.second], conninfo: conninfo, runtimeRole: role)
            var own = try Conninfo(conninfo)
            own["user"] = role
            own["password"] = "only for this test"
            let runtime = own.text
            try await Maintenance.execute(
                ["SELECT * FROM thing", "SELECT * FROM schema_migration"], conninfo: runtime)
            for statement in ["INSERT INTO thing VALUES (9)", "DELETE FROM schema_migration"] as [SQL] {
                let error = await #expect(throws: PostgresError.self) {
                    try await Maintenance.execute([statement], conninfo: runtime)
                }
                #expect(error?.sqlState == .insufficientPrivilege)
            }
            try await Maintenance.execute(
                ["DROP OWNED BY \(identifier: role)", "DROP ROLE \(identifier: role)"], conninfo: conninfo)
        }
    }

    @Test("A table that stays locked stops the migration after the lock timeout instead of stopping the service")
    func lockTimeout() async throws {
        try await TestDatabase.with(migrations: [self.first], configure: { $0.statementTimeout = .seconds(30) }) {
            database, conninfo in
            let locked = AsyncStream<Void>.makeStream()
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Ends with an error when the test cancels it; a lock that was never had keeps the test waiting.
                    try? await database.transaction { tx in
                        try tx.execute("LOCK TABLE thing IN ACCESS EXCLUSIVE MODE")
                        locked.continuation.yield()
                        // Holds the lock until the test cancels it.
                        try tx.execute("SELECT pg_sleep(25)")
                    }
                }
                for await _ in locked.stream { break }
                let alter = Migration(number: 2, name: "alter", sql: "ALTER TABLE thing ADD COLUMN x int")
                let began = ContinuousClock.now
                let error = await #expect(throws: MigrationError.self) {
                    try await Migrator.apply([self.first, alter], conninfo: conninfo, runtimeRole: nil)
                }
                #expect(error?.description.contains("stayed locked") == true)
                #expect(ContinuousClock.now - began < .seconds(15))
                group.cancelAll()
            }
        }
    }
}
