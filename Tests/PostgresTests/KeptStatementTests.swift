import Postgres
import Testing
import TestSupport

@Suite("Statements that travel with the next one")
struct KeptStatementTests {
    static let schema = [
        Migration(
            number: 1, name: "create_note",
            sql: "CREATE TABLE note (n bigint PRIMARY KEY, text text NOT NULL CONSTRAINT not_empty CHECK (text <> ''))")
    ]

    private func put(_ number: Int, _ text: String, _ tx: Transaction) throws {
        try tx.enqueue("INSERT INTO note (n, text) VALUES (\(number), \(text))")
    }

    private func notes(_ tx: Transaction) throws -> [Int] {
        try tx.rows("SELECT n FROM note ORDER BY n") { try $0.get("n", as: Int.self) }
    }

    private func expect(
        _ wanted: [Int], in database: Database, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await database.read { tx in try self.notes(tx) }
        #expect(found == wanted, sourceLocation: sourceLocation)
    }

    @Test("They run in the order in which they were given, also when they are prepared on the way, and are committed")
    func order() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            // Often enough that the statement is seen, prepared and used again by every connection.
            for round in 0..<5 {
                let seen = try await database.transaction { tx in
                    try self.put(round * 10, "a", tx)
                    try tx.enqueue("UPDATE note SET text = \("b") WHERE n = \(round * 10)")
                    let text = try tx.one("SELECT text FROM note WHERE n = \(round * 10)") {
                        try $0.get("text", as: String.self)
                    }
                    try self.put(round * 10 + 1, text, tx)
                    return text
                }
                #expect(seen == "b")
            }
            // With nothing but statements that were kept, and with nothing at all.
            try await database.transaction { tx in try self.put(99, "c", tx) }
            try await database.transaction { _ in }
            try await self.expect([0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 99], in: database)
        }
    }

    @Test("What the server refuses is thrown by the next statement, by a flush, or by the commit; nothing is kept then")
    func refusal() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            for turn in 0..<4 {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.transaction { tx in
                        try self.put(1, "first", tx)
                        if turn == 3 { _ = try self.notes(tx) }
                        try self.put(2, "", tx)
                        try self.put(3, "behind", tx)
                        if turn == 0 { _ = try self.notes(tx) }
                        if turn == 1 { try tx.flush() }
                    }
                }
                #expect(error?.constraint == "not_empty")
                #expect(error?.debugDescription.contains("INSERT INTO note") == true)
                #expect(database.statistics.leased == 0 && database.statistics.idle > 0)
                try await self.expect([], in: database)
            }
        }
    }

    @Test("A closure that throws takes back what it has kept, sent or not")
    func thrown() async throws {
        struct Refused: Error {}
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            for isSent in [false, true] {
                await #expect(throws: Refused.self) {
                    try await database.transaction { tx in
                        try self.put(1, "a", tx)
                        if isSent { try tx.flush() }
                        throw Refused()
                    }
                }
            }
            try await self.expect([], in: database)
        }
    }

    /// The type of what a closure throws.
    private func thrown(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(type(of: error))" }
        return ""
    }

    @Test("A savepoint takes back what was kept inside it, and hears of it when the server refuses that")
    func savepoints() async throws {
        struct Refused: Error {}
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            let thrown = try await database.transaction { tx in
                try self.put(1, "before", tx)
                let thrown = [
                    self.thrown {
                        try tx.savepoint {
                            try self.put(2, "never sent", tx)
                            throw Refused()
                        }
                    },
                    self.thrown {
                        try tx.savepoint {
                            try self.put(3, "sent", tx)
                            try tx.flush()
                            try self.put(4, "not sent", tx)
                            throw Refused()
                        }
                    },
                    self.thrown { try tx.savepoint { try self.put(5, "", tx) } },
                ]
                try tx.savepoint { try self.put(6, "inside", tx) }
                try self.put(7, "after", tx)
                return thrown
            }
            #expect(thrown == ["Refused", "Refused", "PostgresError"])
            try await self.expect([1, 6, 7], in: database)
        }
    }

    @Test("A connection that died in the pool is replaced, also when a transaction has only kept statements")
    func deadConnection() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, conninfo in
            for number in 1...3 {
                let session = try await database.transaction { tx in
                    try tx.one("SELECT pg_backend_pid() AS pid") { try $0.get("pid", as: Int32.self) }
                }
                try await Maintenance.execute(["SELECT pg_terminate_backend(\(session))"], conninfo: conninfo)
                try await database.transaction { tx in try self.put(number, "kept", tx) }
            }
            try await self.expect([1, 2, 3], in: database)
        }
    }
}
