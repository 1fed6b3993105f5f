import Postgres
import TestSupport
import Testing

@Suite("Work that may wait for the database only so long", .timeLimit(.minutes(1)))
struct PatienceTests {
    private static let schema = [
        Migration(number: 1, name: "create_note", sql: "CREATE TABLE note (id int PRIMARY KEY);")
    ]

    @Test("What transactions wait adds up; the one that goes beyond is ended long before a statement's limit")
    func addsUp() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            let began = ContinuousClock.now
            let error = await #expect(throws: PostgresError.self) {
                try await DatabasePatience.limited(to: .milliseconds(700)) {
                    try await database.read { tx in _ = try tx.execute("SELECT pg_sleep(0.4)") }
                    try await database.transaction { tx in
                        try tx.execute("INSERT INTO note VALUES (1)")
                        // Less than a statement may take, so that nothing but the patience can end it.
                        try tx.execute("SELECT pg_sleep(4)")
                    }
                }
            }
            #expect(error?.kind == .timedOut && error?.isRetriable == true)
            #expect(ContinuousClock.now - began < .seconds(4.4), "before the statement has come to its own end")
            // Nobody's patience but that work's is over.
            try await database.read { tx in _ = try tx.execute("SELECT pg_sleep(0.8)") }
            let count = try await database.read { tx in
                try tx.one("SELECT count(*) FROM note") { try $0.get(0, as: Int.self) }
            }
            #expect(count == 0)
        }
    }

    @Test("What the work itself takes between two statements does not count")
    func ownTime() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            try await DatabasePatience.limited(to: .milliseconds(500) * TestPatience.factor) {
                try await database.transaction { tx in
                    let end = ContinuousClock.now + .milliseconds(600) * TestPatience.factor
                    try tx.execute("INSERT INTO note VALUES (1)")
                    while ContinuousClock.now < end {}
                    try tx.execute("INSERT INTO note VALUES (2)")
                }
            }
        }
    }

    @Test("Who waits for a connection longer than that is told that there is none")
    func lease() async throws {
        try await TestDatabase.with(configure: { $0.poolSize = 1 }) { database, _ in
            let barrier = Barrier(parties: 2)
            async let busy: Void = database.transaction { tx in
                try tx.execute("SELECT 1")
                barrier.arrive()
                // Shorter than the pool itself would wait: who is not told earlier gets the connection in the end.
                try tx.execute("SELECT pg_sleep(4)")
            }
            try await barrier.arrived()
            let error = await #expect(throws: PostgresError.self) {
                try await DatabasePatience.limited(to: .milliseconds(200)) {
                    try await database.read { tx in _ = try tx.execute("SELECT 1") }
                }
            }
            #expect(error?.kind == .unavailable)
            try await busy
        }
    }

    @Test("A COMMIT that is not answered in that time is in doubt; one that was not sent is not")
    func commit() async throws {
        let slow = Migration(
            number: 2, name: "slow_commit",
            sql: """
                CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(3); RETURN NULL; END';
                CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION slow();
                """)
        try await TestDatabase.with(migrations: Self.schema + [slow]) { database, _ in
            let inDoubt = await #expect(throws: PostgresError.self) {
                try await DatabasePatience.limited(to: .milliseconds(500) * TestPatience.factor) {
                    try await database.transaction { tx in try tx.execute("INSERT INTO note VALUES (1)") }
                }
            }
            #expect(inDoubt?.kind == .commitOutcomeUnknown)
            let known = await #expect(throws: PostgresError.self) {
                try await DatabasePatience.limited(to: .milliseconds(300) * TestPatience.factor) {
                    try await database.transaction { tx in
                        try tx.execute("INSERT INTO note VALUES (2)")
                        // A closure that goes on although its patience is over is not committed.
                        _ = try? tx.execute("SELECT pg_sleep(2)")
                    }
                }
            }
            #expect(known?.kind != .commitOutcomeUnknown)
        }
    }
}
