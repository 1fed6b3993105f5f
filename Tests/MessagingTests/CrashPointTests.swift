#if LAYAK_MUTANTS
    import AMQP
    import Contracts
    import Foundation
    import Logging
    import Messaging
    import MessagingLive
    import Mutants
    import Postgres
    import TestSupport
    import Testing

    /// Does what it is told, once more if it fails.
    struct Live: MessageHandler {
        static let consumer: ConsumerName = "test.live"
        static let retry = RetryPolicy.exponential(attempts: 5, from: .milliseconds(50), to: .milliseconds(200))

        struct Trouble: Error {}

        func handle(_ event: Noted, in tx: Transaction, context: MessageContext) throws {
            try tx.execute(
                "INSERT INTO effect (subject, text, attempt) VALUES (\(event.subject), \(event.text), 1)")
            if event.text == "fails once", context.attempt == 1 { throw Trouble() }
            if event.text == "is parked" { throw Parkable(.rejected("not-wanted")) }
        }
    }

    /// A service whose process ends at a chosen place, and another process of it that finds what is left.
    ///
    /// Only in a build with the means to end (`make faults-mutants`).
    @Suite("A process that ends at any place in the life of a message")
    struct CrashPointTests {
        /// Ten rows of state with an event each, in three subjects; the timer writes an eleventh.
        private static let rows = 10
        private static let timer = TimerHandler(name: "work-late") { _, tx, _ in
            try CrashPointTests.work(11, tx)
        }

        private static let migrations =
            Stage.migrations + [
                Migration(
                    number: 101, name: "state of the tests",
                    sql: "CREATE TABLE work (number bigint PRIMARY KEY)")
            ]

        /// State and event in one transaction, as every service writes them.
        private static func work(_ number: Int, _ tx: Transaction) throws {
            let isNew = try tx.execute("INSERT INTO work (number) VALUES (\(number)) ON CONFLICT DO NOTHING") == 1
            guard isNew else { return }
            let text = [4: "fails once", 5: "is parked"][number] ?? "\(number)"
            _ = try Outbox.append(
                Noted(subject: "s\(number % 3)", text: text), at: Date(), by: "test", ids: .system, in: tx)
        }

        /// A service in this process, until the body ends.
        private static func live<T: Sendable>(
            _ conninfo: String, _ amqp: AMQPConfiguration, _ body: @Sendable (Database) async throws -> T
        ) async throws -> T {
            var configuration = DatabaseConfiguration(conninfo: conninfo)
            configuration.poolSize = 6
            configuration.leaseTimeout = .seconds(30)
            var logger = Logger(label: "test.crash-points")
            logger.logLevel = .critical
            let database = Database(configuration, logger: logger)
            var limits = MessagingLimits()
            limits.poll = .milliseconds(20)
            let setup = MessagingSetup(
                service: "test", database: database, senders: TestSender.senders(connectedAs: amqp.user),
                limits: limits, logger: logger, random01: { 0 })
            let runtime = MessagingRuntime(
                setup,
                relayDatabase: DatabaseConfiguration(
                    conninfo: conninfo, poolSize: 1, applicationName: "layak-test-relay"),
                broker: AMQPBroker(amqp, logger: logger), eventHandlers: [AnyEventHandler(Live())],
                commandHandlers: [AnyCommandHandler(Take())], timerHandlers: [Self.timer],
                verifyActorToken: TestToken.verify)
            return try await running({ try await runtime.run() }) {
                for number in 1...Self.rows {
                    try await database.transaction { tx in try Self.work(number, tx) }
                }
                try await database.transaction { tx in
                    try Timers.declare([Self.timer], in: tx)
                    let isArmed = try tx.one("SELECT EXISTS (SELECT FROM timers) AS armed") {
                        try $0.get("armed", as: Bool.self)
                    }
                    if !isArmed { try Timers.arm(name: Self.timer.name, subject: "", due: Date(), in: tx) }
                }
                return try await body(database)
            }
        }

        /// What the other process does: everything, until it ends.
        static func end(at name: String, time: Int, _ conninfo: String, _ virtualHost: String) async throws {
            try #require(CrashPoint(rawValue: name)).choose(time: time)
            var amqp = try TestBroker().configuration
            amqp.virtualHost = virtualHost
            try await Self.live(conninfo, amqp) { _ in
                // The longest life of this process: one that comes by no such place ends by itself, and the test fails.
                try await Task.sleep(for: .seconds(30))
            }
        }

        private static let cases =
            CrashPoint.allCases.map { ($0, 1) } + [
                (.outboxCommitted, 5), (.relayPublished, 2), (.unacknowledged, 3), (.inboxWritten, 4),
            ]

        @Test("No event without its state, no state without its event, and every effect once", arguments: Self.cases)
        func once(point: CrashPoint, time: Int) async throws {
            try await TestDatabase.with(migrations: Self.migrations) { database, conninfo in
                try await BrokerUnderTest.with(.rabbit) { under in
                    let host = try #require(under.host)
                    try await self.sendFromOutside(under)
                    let (name, place) = (host.name, point.rawValue)
                    await #expect(processExitsWith: .signal(SIGKILL)) {
                        [
                            place = place as String, time = time as Int, conninfo = conninfo as String,
                            name = name as String
                        ] in
                        try await CrashPointTests.end(at: place, time: time, conninfo, name)
                    }
                    let replies = Collector(under.another(), queue: "replies")
                    try await running({ try await replies.run() }) {
                        try await Self.live(conninfo, host.configuration) { database in
                            try await self.check(database, replies)
                        }
                    }
                }
            }
        }

        /// Two commands, and two events of another service that come in the wrong order, one of them twice.
        private func sendFromOutside(_ under: BrokerUnderTest) async throws {
            let id = CaseID(UUID())
            var messages = try [3, 3].map { try TestMessage.command(TakeCase(caseId: id, version: $0)) }
            for index in messages.indices { messages[index].properties.userID = under.host?.configuration.user }
            let second = try TestMessage.event("second", subject: "x", sequence: 2)
            messages += [second, try TestMessage.event("first", subject: "x", sequence: 1), second]
            let (broker, all) = (under.another(), messages)
            try await running({ try await broker.run() }) {
                var left = all
                try await eventually("the broker takes what the test publishes") {
                    let reports = await broker.publish(left)
                    left = zip(left, reports).filter { $0.1 != .confirmed }.map(\.0)
                    return left.isEmpty
                }
            }
        }

        private func check(_ database: Database, _ replies: Collector) async throws {
            @Sendable func count(_ what: SQL) async throws -> Int {
                try await database.read { tx in try tx.one("SELECT count(*) AS n FROM \(what)") { try $0.get("n") } }
            }
            // Ten of eleven rows have an effect, one is parked; two commands; two events from outside.
            try await eventually("everything has its effect") {
                let statistics = try await database.read { tx in try MessagingStatistics.read(in: tx) }
                return try await count("effect") >= 14 && statistics.outboxDepth == 0 && statistics.retries == 0
                    && statistics.parked == 1 && statistics.early == 0
            }
            try await eventually("both commands are answered") {
                Set(replies.deliveries.compactMap { $0.properties.headers["causationid"]?.string }).count == 2
            }
            #expect(try await count("work") == 11)
            #expect(try await count("outbox WHERE type = 'note.noted.v1'") == 11)
            let effects = try await database.read { tx in
                try tx.rows("SELECT subject, text FROM effect ORDER BY id") {
                    (subject: try $0.get("subject", as: String.self), text: try $0.get("text", as: String.self))
                }
            }
            func texts(_ subject: String) -> [String] { effects.filter { $0.subject == subject }.map(\.text) }
            #expect(texts("s0") == ["3", "6", "9"])
            #expect(texts("s1") == ["1", "fails once", "7", "10"])
            #expect(Set(texts("s2")) == ["2", "8", "11"] && texts("s2").count == 3)
            #expect(texts("x") == ["first", "second"])
            #expect(effects.count == 14)
            #expect(try await count("timers WHERE fired_at IS NULL") == 0)
        }
    }
#endif
