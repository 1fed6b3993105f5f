import Foundation
import Logging
import Postgres
import Seeds
import TestSupport
import Testing
import Threading

@Suite("Failures of the database and of the way to it")
struct FailureTests {
    private static let schema = [
        Migration(number: 1, name: "create_note", sql: "CREATE TABLE note (id int PRIMARY KEY);")
    ]

    private func count(_ database: Database) async throws -> Int {
        try await database.read { tx in try tx.one("SELECT count(*) FROM note") { try $0.get(0, as: Int.self) } }
    }

    /// Ends the server process of a connection, as a crash or an administrator would.
    private func terminate(_ process: Int, _ conninfo: String) async throws {
        try await Maintenance.execute(["SELECT pg_terminate_backend(\(Int32(process)))"], conninfo: conninfo)
    }

    /// How many of these server processes still run, asked on another connection.
    private func running(_ processes: [Int], _ conninfo: String) async throws -> Int {
        let other = Database(DatabaseConfiguration(conninfo: conninfo, poolSize: 1), logger: Logger(label: "test"))
        let count = try await other.read { tx in
            try tx.one("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(\(processes))") {
                try $0.get(0, as: Int.self)
            }
        }
        await other.close()
        return count
    }

    @Test("A backend killed in the middle of a transaction loses the transaction, and the next one works")
    func killedBackend() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, conninfo in
            let (processes, announce) = AsyncStream<Int>.makeStream()
            async let outcome = #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.execute("INSERT INTO note VALUES (1)")
                    announce.yield(try tx.one("SELECT pg_backend_pid()") { try $0.get(0, as: Int.self) })
                    try tx.execute("SELECT pg_sleep(4)")
                }
            }
            for await process in processes {
                try await self.terminate(process, conninfo)
                break
            }
            let error = await outcome
            #expect(error?.kind == .connectionLost && error?.sqlState == .adminShutdown && error?.isRetriable == true)
            let count = try await self.count(database)
            #expect(count == 0)
        }
    }

    @Test("Connections that died in the pool are replaced without an error")
    func staleConnections() async throws {
        try await TestDatabase.with(migrations: Self.schema, configure: { $0.poolSize = 3 }) { database, conninfo in
            // Three at once, so that three connections lie in the pool afterwards.
            let together = Barrier(parties: 3)
            let processes = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...3 {
                    group.addTask {
                        try await database.read { tx in
                            let process = try tx.one("SELECT pg_backend_pid()") { try $0.get(0, as: Int.self) }
                            together.arrive()
                            return process
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(processes).count == 3 && database.statistics.idle == 3)
            for process in processes { try await self.terminate(process, conninfo) }
            try await eventuallyTrue {
                try await self.running(processes, conninfo) == 0
            }
            try await database.transaction { tx in try tx.execute("INSERT INTO note VALUES (1)") }
            let count = try await self.count(database)
            #expect(count == 1)
        }
    }

    @Test("A connection that breaks while committing leaves the outcome unknown, and says so")
    func unknownOutcome() async throws {
        try await TestDatabase.with(migrations: Self.schema) { _, conninfo in
            try await CuttingProxy.with(conninfo) { proxy, through in
                let database = Database(
                    DatabaseConfiguration(conninfo: through, poolSize: 1), logger: Logger(label: "test"))
                let ran = Locked(false)
                for (number, answerIsLost) in [(1, true), (2, false)] {
                    let error = await #expect(throws: PostgresError.self) {
                        try await database.transaction { tx in
                            try tx.execute("INSERT INTO note VALUES (\(number))")
                            tx.afterCommit { ran.withLock { $0 = true } }
                            proxy.cut(at: "COMMIT", forwarding: answerIsLost)
                        }
                    }
                    #expect(error?.kind == .commitOutcomeUnknown && error?.phase == .commit)
                    #expect(error?.isRetriable == false)
                }
                #expect(!ran.withLock { $0 })
                // The first COMMIT reached the server and only its answer was lost; the second never arrived.
                let direct = Database(DatabaseConfiguration(conninfo: conninfo), logger: Logger(label: "test"))
                try await eventuallyTrue {
                    try await direct.read { tx in
                        try tx.rows("SELECT id FROM note ORDER BY id") { try $0.get(0, as: Int.self) }
                    } == [1]
                }
                await direct.close()
                // A new connection is made, and work goes on.
                try await database.transaction { tx in try tx.execute("INSERT INTO note VALUES (3)") }
                await database.close()
            }
        }
    }

    @Test("A backend killed while it commits leaves the outcome unknown")
    func killedWhileCommitting() async throws {
        let schema = [
            Migration(
                number: 1, name: "slow_commit",
                sql: """
                    CREATE TABLE note (id int PRIMARY KEY);
                    CREATE FUNCTION end_self() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER ends AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
                        FOR EACH ROW EXECUTE FUNCTION end_self();
                    """)
        ]
        try await TestDatabase.with(migrations: schema) { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in try tx.execute("INSERT INTO note VALUES (1)") }
            }
            #expect(error?.kind == .commitOutcomeUnknown)
            let count = try await self.count(database)
            #expect(count == 0)
        }
    }

    @Test("A connection that is found dead before COMMIT is sent has a known outcome")
    func lostBeforeCommit() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, conninfo in
            try await CuttingProxy.with(conninfo) { proxy, through in
                let database = Database(
                    DatabaseConfiguration(conninfo: through, poolSize: 1), logger: Logger(label: "test"))
                let error = await #expect(throws: PostgresError.self) {
                    try await database.transaction { tx in
                        try tx.execute("INSERT INTO note VALUES (1)")
                        proxy.cutNow()
                    }
                }
                #expect(error?.kind == .connectionLost)
                await database.close()
            }
            let count = try await self.count(database)
            #expect(count == 0)
        }
    }

    @Test("Cancelling the task stops the statement at once, and the connection serves the next borrower unharmed")
    func cancellation() async throws {
        try await TestDatabase.with(
            migrations: Self.schema,
            configure: {
                $0.poolSize = 1
                $0.statementTimeout = .seconds(30)
            }
        ) { database, _ in
            for round in 1...20 {
                let (started, announce) = AsyncStream<Void>.makeStream()
                let task = Task {
                    try await database.transaction { tx in
                        try tx.execute("INSERT INTO note VALUES (\(round))")
                        announce.yield()
                        try tx.execute("SELECT pg_sleep(25)")
                    }
                }
                for await _ in started { break }
                let began = ContinuousClock.now
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(ContinuousClock.now - began < .seconds(3))
                // The echo of the cancellation must not hit this one.
                let answer = try await database.read { tx in
                    try tx.one("SELECT 42 FROM pg_sleep(0.005)") { try $0.get(0, as: Int.self) }
                }
                #expect(answer == 42)
            }
            let count = try await self.count(database)
            #expect(count == 0)
            #expect(database.statistics == PoolStatistics(size: 1, idle: 1, leased: 0, waiting: 0))
        }
    }

    @Test("A task cancelled between two statements rolls back, also when the closure would go on")
    func cancelledBetweenStatements() async throws {
        try await TestDatabase.with(migrations: Self.schema) { database, _ in
            let inside = Barrier(parties: 2)
            let cancelled = Barrier(parties: 2)
            let task = Task {
                try await database.transaction { tx in
                    try tx.execute("INSERT INTO note VALUES (1)")
                    inside.arrive()
                    cancelled.arrive()
                }
            }
            try await inside.arrived()
            task.cancel()
            try await cancelled.arrived()
            await #expect(throws: CancellationError.self) { try await task.value }
            let count = try await self.count(database)
            #expect(count == 0)
        }
    }

    @Test("A statement that takes too long is ended by the server")
    func statementTimeout() async throws {
        try await TestDatabase.with(configure: { $0.statementTimeout = .milliseconds(100) }) { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.read { tx in _ = try tx.execute("SELECT pg_sleep(20)") }
            }
            #expect(error?.kind == .timedOut && error?.sqlState == .queryCanceled && error?.isRetriable == true)
            #expect(await database.ping())
        }
    }

    @Test("A server that falls silent costs the statement's time and two seconds, not for ever")
    func silence() async throws {
        try await TestDatabase.with { _, conninfo in
            try await CuttingProxy.with(conninfo) { proxy, through in
                let database = Database(
                    DatabaseConfiguration(
                        conninfo: through, poolSize: 1, connectTimeout: .seconds(1),
                        statementTimeout: .milliseconds(100)), logger: Logger(label: "test"))
                let began = ContinuousClock.now
                let error = await #expect(throws: PostgresError.self) {
                    try await database.transaction { tx in
                        proxy.fallSilent()
                        try tx.execute("SELECT 1")
                    }
                }
                #expect(error?.kind == .timedOut)
                #expect(ContinuousClock.now - began < .seconds(6))
                // And a new connection is not waited for longer than its own limit.
                let connectBegan = ContinuousClock.now
                let next = await #expect(throws: PostgresError.self) {
                    try await database.read { tx in _ = try tx.execute("SELECT 1") }
                }
                #expect(next?.kind == .unavailable)
                #expect(ContinuousClock.now - connectBegan < .seconds(4))
                await database.close()
            }
        }
    }

    @Test("A task that is cancelled while the server is silent ends within its grace, and so does a ping")
    func cancelledInSilence() async throws {
        try await TestDatabase.with { _, conninfo in
            try await CuttingProxy.with(conninfo) { proxy, through in
                let database = Database(
                    DatabaseConfiguration(conninfo: through, poolSize: 1, statementTimeout: .seconds(60)),
                    logger: Logger(label: "test"))
                #expect(await database.ping())
                let (started, announce) = AsyncStream<Void>.makeStream()
                let task = Task {
                    try await database.transaction { tx in
                        proxy.fallSilent()
                        announce.yield()
                        try tx.execute("SELECT 1")
                    }
                }
                for await _ in started { break }
                let began = ContinuousClock.now
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(ContinuousClock.now - began < .seconds(5))
                let pingBegan = ContinuousClock.now
                #expect(await !database.ping())
                #expect(ContinuousClock.now - pingBegan < .seconds(4.5))
                await database.close()
            }
        }
    }

    @Test("A pool whose connections are all busy still counts as a database that answers")
    func busyPing() async throws {
        try await TestDatabase.with(configure: { $0.poolSize = 1 }) { database, _ in
            let inside = Barrier(parties: 2)
            let release = Barrier(parties: 2)
            #expect(await database.ping())
            async let holder: Void = database.read { _ in
                inside.arrive()
                release.arrive()
            }
            try await inside.arrived()
            #expect(await database.ping())
            try await release.arrived()
            try await holder
        }
    }

    @Test("An open transaction that waits too long is ended by the server")
    func idleInTransaction() async throws {
        try await TestDatabase.with(configure: { $0.idleInTransactionTimeout = .milliseconds(50) }) {
            database, conninfo in
            let (processes, announce) = AsyncStream<Int>.makeStream()
            let impatient = Barrier(parties: 2)
            async let outcome = #expect(throws: PostgresError.self) {
                // A transaction that fails before it began must end the loop below instead of leaving it to wait for ever.
                defer { announce.finish() }
                try await database.transaction { tx in
                    announce.yield(try tx.one("SELECT pg_backend_pid()") { try $0.get(0, as: Int.self) })
                    // Work that belongs outside a transaction: here, waiting until the server has lost its patience.
                    impatient.arrive()
                    try tx.execute("SELECT 1")
                }
            }
            for await process in processes {
                try await eventuallyTrue { try await self.running([process], conninfo) == 0 }
                try await impatient.arrived()
                break
            }
            let error = await outcome
            #expect(error?.isRetriable == true)
            #expect(await database.ping())
        }
    }

    @Test("When all connections are in use, one more waits its time and is told so; the next gets one")
    func exhaustion() async throws {
        try await TestDatabase.with(configure: {
            $0.poolSize = 2
            $0.leaseTimeout = .seconds(3)
        }) { database, _ in
            let inside = Barrier(parties: 3)
            let release = Barrier(parties: 3)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...2 {
                    group.addTask {
                        try await database.read { _ in
                            inside.arrive()
                            release.arrive()
                        }
                    }
                }
                try await inside.arrived()
                let error = await #expect(throws: PostgresError.self) { try await database.read { _ in } }
                #expect(error?.kind == .unavailable && error?.sqlState == .tooManyConnections)
                #expect(error?.isRetriable == true)
                try await release.arrived()
                try await group.waitForAll()
            }
            #expect(await database.ping())
            #expect(database.statistics.size == 2)
        }
    }

    @Test("A waiter that is cancelled leaves the queue at once")
    func cancelledWaiter() async throws {
        try await TestDatabase.with(configure: { $0.poolSize = 1 }) { database, _ in
            let inside = Barrier(parties: 2)
            let release = Barrier(parties: 2)
            async let holder: Void = database.read { _ in
                inside.arrive()
                release.arrive()
            }
            try await inside.arrived()
            let waiter = Task { try await database.read { _ in } }
            try await eventuallyTrue { database.statistics.waiting == 1 }
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            #expect(database.statistics.waiting == 0)
            try await release.arrived()
            try await holder
        }
    }

    @Test("A database that is away answers quickly that it is unavailable, and works again when it is back")
    func awayAndBack() async throws {
        try await TestDatabase.with(migrations: Self.schema) { _, conninfo in
            try await CuttingProxy.with(conninfo) { proxy, through in
                let database = Database(
                    DatabaseConfiguration(conninfo: through, poolSize: 2), logger: Logger(label: "test"))
                #expect(await database.ping())
                try proxy.goAway()
                let began = ContinuousClock.now
                for _ in 1...50 {
                    let error = await #expect(throws: PostgresError.self) {
                        try await database.transaction { tx in _ = try tx.execute("SELECT 1") }
                    }
                    #expect(error?.kind == .unavailable && error?.isRetriable == true)
                }
                #expect(ContinuousClock.now - began < .seconds(3))
                #expect(await !database.ping())
                try proxy.comeBack()
                try await eventuallyTrue { await database.ping() }
                await database.close()
            }
        }
    }

    @Test("A closed pool refuses at once; closing waits for what is running")
    func closing() async throws {
        try await TestDatabase.with(migrations: Self.schema) { _, conninfo in
            let database = Database(DatabaseConfiguration(conninfo: conninfo), logger: Logger(label: "test"))
            let inside = Barrier(parties: 2)
            let release = Barrier(parties: 2)
            async let running: Void = database.transaction { tx in
                inside.arrive()
                release.arrive()
                try tx.execute("INSERT INTO note VALUES (1)")
            }
            try await inside.arrived()
            async let closed: Void = database.close()
            try await eventuallyTrue {
                do { try await database.read { _ in } } catch let error as PostgresError {
                    return error.kind == .unavailable
                }
                return false
            }
            try await release.arrived()
            try await running
            await closed
            #expect(database.statistics.size == 0)
        }
    }

    @Test("A connection string that cannot be read is an error that does not repeat it")
    func badConninfo() async throws {
        let database = Database(
            DatabaseConfiguration(conninfo: "postgresql://user:secret@host:port:5/x"), logger: Logger(label: "test"))
        let error = await #expect(throws: PostgresError.self) { try await database.read { _ in } }
        #expect(error?.kind == .unavailable || error?.kind == .refused)
        #expect(error.map { "\($0) \(String(reflecting: $0))".contains("secret") } == false)
    }

    @Test("Two hundred transactions at once on four connections all get their turn")
    func crowd() async throws {
        try await TestDatabase.with(migrations: Self.schema, configure: { $0.poolSize = 4 }) { database, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...200 {
                    group.addTask {
                        _ = try await database.transaction { tx in
                            try tx.execute("INSERT INTO note VALUES (\(number))")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let count = try await self.count(database)
            #expect(count == 200)
            #expect(database.statistics.size <= 4)
        }
    }

    @Test("Tasks cancelled at random moments never harm each other")
    func randomCancellation() async throws {
        try await TestDatabase.with(migrations: Self.schema, configure: { $0.poolSize = 3 }) { database, _ in
            var random = SeededRandom(seed: 7)
            let delays = (0..<120).map { _ in Duration.microseconds(Int(random.next() % 6000)) }
            let strangers = await withTaskGroup(of: Bool.self) { group in
                for (number, delay) in delays.enumerated() {
                    let victimAfter = number.isMultiple(of: 2) ? delay : nil
                    group.addTask { await self.insertsAsItShould(number, in: database, cancelAfter: victimAfter) }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 0 : 1 }
            }
            #expect(strangers == 0)
            let count = try await self.count(database)
            #expect(count >= 60)
            #expect(database.statistics.leased == 0)
        }
    }

    /// Whether an insertion succeeds, or ends as cancelled when it was cancelled.
    private func insertsAsItShould(_ number: Int, in database: Database, cancelAfter delay: Duration?) async -> Bool {
        let task = Task {
            try await database.transaction { tx in
                try tx.execute("INSERT INTO note VALUES (\(number))")
                try tx.execute("SELECT pg_sleep(0.003)")
            }
        }
        if let delay {
            try? await Task.sleep(for: delay)
            task.cancel()
        }
        switch await task.result {
        case .success: return true
        case .failure(let error): return delay != nil && error is CancellationError
        }
    }
}
