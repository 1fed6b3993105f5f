import Foundation
import Postgres
import Testing
import TestSupport
import Threading

@Suite("Transactions")
struct TransactionTests {
    static let schema = [
        Migration(
            number: 1, name: "create_account",
            sql: """
                CREATE TABLE account (
                    id int PRIMARY KEY,
                    owner text NOT NULL,
                    amount bigint NOT NULL CONSTRAINT amount_not_negative CHECK (amount >= 0)
                );
                INSERT INTO account VALUES (1, 'Ani', 100), (2, 'Budi', 100);
                """)
    ]

    private func expect(
        _ amounts: [Int], in database: Database, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await database.read { tx in
            try tx.rows("SELECT amount FROM account ORDER BY id") { try $0.get("amount", as: Int.self) }
        }
        #expect(found == amounts, sourceLocation: sourceLocation)
    }

    @Test("What the closure did is there after it returned, and gone after it threw")
    func commitAndRollback() async throws {
        struct Refused: Error {}
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            let changed = try await database.transaction { tx in
                try tx.execute("UPDATE account SET amount = amount + \(5) WHERE id = \(1)")
            }
            #expect(changed == 1)
            await #expect(throws: Refused.self) {
                try await database.transaction { tx in
                    try tx.execute("UPDATE account SET amount = 0")
                    throw Refused()
                }
            }
            try await self.expect([105, 100], in: database)
            #expect(database.statistics.leased == 0)
        }
    }

    @Test("A violated constraint is named, and neither value nor statement is in the description")
    func constraints() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            let check = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.execute("INSERT INTO account VALUES (\(Int32(3)), \("Rahasia"), \(-7))")
                }
            }
            #expect(check?.kind == .constraintViolation)
            #expect(check?.sqlState == .checkViolation)
            #expect(check?.constraint == "amount_not_negative")
            #expect(check?.isRetriable == false)
            #expect(
                check?.description
                    == "PostgresError(constraintViolation, sqlState: 23514, phase: statement, constraint: amount_not_negative)"
            )
            #expect(check?.debugDescription.contains("Rahasia") == true)
            let unique = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.execute("INSERT INTO account VALUES (1, 'Cici', 0)")
                }
            }
            #expect(unique?.sqlState == .uniqueViolation && unique?.constraint == "account_pkey")
        }
    }

    @Test("The numbers of rows that first and one expect are kept")
    func cardinality() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            try await database.read { tx in
                let decode = { (row: Row) in try row.get("owner", as: String.self) }
                try #expect(tx.first("SELECT owner FROM account WHERE id = 9", decode) == nil)
                try #expect(tx.first("SELECT owner FROM account ORDER BY id", decode) == "Ani")
                try #expect(tx.one("SELECT owner FROM account WHERE id = 2", decode) == "Budi")
                let none = #expect(throws: PostgresError.self) {
                    try tx.one("SELECT owner FROM account WHERE id = 9", decode)
                }
                #expect(none?.sqlState == .cardinalityViolation)
                #expect(throws: PostgresError.self) { try tx.one("SELECT owner FROM account", decode) }
            }
        }
    }

    @Test("Reading cannot write")
    func readOnly() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.read { tx in _ = try tx.execute("UPDATE account SET amount = 0") }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
        }
    }

    @Test("An error that the closure swallowed still fails the transaction, with the first error")
    func swallowed() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.execute("UPDATE account SET amount = 1")
                    // Swallowed on purpose: that is what is tested.
                    _ = try? tx.execute("SELECT 1/0")
                    // Swallowed on purpose, too.
                    _ = try? tx.execute("SELECT 1")
                }
            }
            #expect(error?.sqlState == "22012")
            try await self.expect([100, 100], in: database)
        }
    }

    @Test("A savepoint takes back its own part only, and its actions after the commit")
    func savepoint() async throws {
        struct Refused: Error {}
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            let actions = Locked<[String]>([])
            try await database.transaction { tx in
                try tx.execute("UPDATE account SET amount = 50 WHERE id = 1")
                tx.afterCommit { actions.withLock { $0.append("outer") } }
                #expect(throws: Refused.self) {
                    try tx.savepoint {
                        try tx.execute("UPDATE account SET amount = 0")
                        tx.afterCommit { actions.withLock { $0.append("inner") } }
                        throw Refused()
                    }
                }
                #expect(throws: PostgresError.self) {
                    try tx.savepoint { try tx.execute("UPDATE account SET amount = -1") }
                }
                // An error swallowed inside fails the savepoint, not the transaction.
                #expect(throws: PostgresError.self) { try tx.savepoint { _ = try? tx.execute("SELECT 1/0") } }
                let nested = try tx.savepoint {
                    try tx.savepoint { try tx.execute("UPDATE account SET amount = 60 WHERE id = 2") }
                }
                #expect(nested == 1)
                #expect(actions.withLock { $0.isEmpty })
            }
            try await self.expect([50, 60], in: database)
            #expect(actions.withLock { $0 } == ["outer"])
        }
    }

    @Test("Actions after the commit do not run when there was none")
    func noActionAfterRollback() async throws {
        struct Refused: Error {}
        try await TestDatabase.with { database, _ in
            let ran = Locked(false)
            await #expect(throws: Refused.self) {
                try await database.transaction { tx in
                    tx.afterCommit { ran.withLock { $0 = true } }
                    throw Refused()
                }
            }
            #expect(!ran.withLock { $0 })
        }
    }

    @Test("A pipeline does all or nothing, and its error is that of the failing statement")
    func pipeline() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            for round in 1...3 {  // the second round prepares nothing in a pipeline, the others must agree
                try await database.transaction { tx in
                    try tx.pipeline([
                        "UPDATE account SET amount = amount + \(1) WHERE id = \(1)",
                        "UPDATE account SET amount = amount + \(2) WHERE id = \(2)",
                    ])
                    try #expect(
                        tx.one("SELECT amount FROM account WHERE id = 1") { try $0.get(0, as: Int.self) } == 100
                            + round)
                }
            }
            try await self.expect([103, 106], in: database)
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.pipeline([
                        "UPDATE account SET amount = 0",
                        "UPDATE account SET amount = \(-5)",
                        "UPDATE account SET owner = \("x")",
                    ])
                }
            }
            #expect(error?.constraint == "amount_not_negative")
            try await self.expect([103, 106], in: database)
            // More than the buffers of the sockets hold, in both directions.
            let big = String(repeating: "x", count: 200_000)
            try await database.transaction { tx in
                try tx.pipeline((1...60).map { _ in "SELECT \(big)" as SQL })
            }
        }
    }

    @Test("Two transactions that lock in opposite order both succeed, because the loser is run again")
    func deadlock() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            let runs = Locked(0)
            // Each side announces its first lock and waits for the other's, in the first run only.
            let firstLocks = Barrier(parties: 2)
            @Sendable func transfer(from: Int, to: Int) async throws {
                try await database.transaction { tx in
                    runs.withLock { $0 += 1 }
                    try tx.execute("SET LOCAL deadlock_timeout = '50ms'")
                    try tx.execute("UPDATE account SET amount = amount - 10 WHERE id = \(from)")
                    firstLocks.arrive()
                    try tx.execute("UPDATE account SET amount = amount + 10 WHERE id = \(to)")
                }
            }
            async let one: Void = transfer(from: 1, to: 2)
            async let other: Void = transfer(from: 2, to: 1)
            _ = try await (one, other)
            try await self.expect([100, 100], in: database)
            #expect(runs.withLock { $0 } == 3)
        }
    }

    @Test("A conflict that does not go away is thrown after three repetitions")
    func endlessConflict() async throws {
        try await TestDatabase.with { database, _ in
            let runs = Locked(0)
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    runs.withLock { $0 += 1 }
                    try tx.execute("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$")
                }
            }
            #expect(error?.sqlState == .serializationFailure && error?.isRetriable == true)
            #expect(runs.withLock { $0 } == 4)
        }
    }

    @Test("A constraint that is checked at the commit is an error of the commit, and nothing remains")
    func deferredConstraint() async throws {
        let schema = [
            Migration(
                number: 1, name: "deferred",
                sql: "CREATE TABLE d (id int CONSTRAINT d_once UNIQUE DEFERRABLE INITIALLY DEFERRED);")
        ]
        try await TestDatabase.with(migrations: schema) { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.execute("INSERT INTO d VALUES (1)")
                    try tx.execute("INSERT INTO d VALUES (1)")
                }
            }
            #expect(error?.phase == .commit && error?.kind == .constraintViolation && error?.constraint == "d_once")
            #expect(database.statistics == PoolStatistics(size: 1, idle: 1, leased: 0, waiting: 0))
        }
    }

    @Test("Every session has its limits, its name and UTC")
    func session() async throws {
        try await TestDatabase.with(configure: {
            $0.statementTimeout = .milliseconds(1500)
            $0.idleInTransactionTimeout = .seconds(7)
            $0.applicationName = "layak-review"
        }) { database, _ in
            let settings = try await database.read { tx in
                try [
                    "statement_timeout", "idle_in_transaction_session_timeout", "application_name", "TimeZone",
                    "transaction_isolation", "client_encoding",
                ].map { name in try tx.one("SELECT current_setting(\(name))") { try $0.get(0, as: String.self) } }
            }
            #expect(settings == ["1500ms", "7s", "layak-review", "UTC", "repeatable read", "UTF8"])
            let level = try await database.transaction { tx in
                try tx.one("SHOW transaction_isolation") { try $0.get(0, as: String.self) }
            }
            #expect(level == "read committed")
        }
    }

    @Test("The same statement works before and after it was prepared, with NULL in between")
    func prepared() async throws {
        try await TestDatabase.with(configure: { $0.poolSize = 1 }) { database, _ in
            try await database.transaction { tx in
                for value in [1, nil, 3, nil, 5] as [Int?] {
                    try #expect(
                        tx.one("SELECT \(value) + 1 AS v") { try $0.get("v", as: Int?.self) }
                            == value.map { $0 + 1 })
                }
                // More different statements than are kept prepared.
                for number in 1...300 {
                    for _ in 1...2 {
                        try #expect(
                            tx.one("SELECT \(number) AS \(identifier: "n\(number)")") {
                                try $0.get(0, as: Int.self)
                            }
                                == number)
                    }
                }
                try #expect(
                    tx.one("SELECT count(*) FROM pg_prepared_statements") { try $0.get(0, as: Int.self) } <= 128)
            }
        }
    }

    @Test("A table that changes under a prepared statement costs one error and one connection")
    func changedPlan() async throws {
        try await TestDatabase.with(migrations: Self.schema, configure: { $0.poolSize = 1 }) { database, conninfo in
            @Sendable func read() async throws -> Int {
                try await database.read { tx in
                    try tx.rows("SELECT * FROM account") { try $0.get("id", as: Int.self) }.count
                }
            }
            for _ in 1...3 { #expect(try await read() == 2) }
            try await Maintenance.execute(["ALTER TABLE account ADD COLUMN note text"], conninfo: conninfo)
            await #expect(throws: PostgresError.self) { try await read() }
            #expect(try await read() == 2)
        }
    }
}
