import Contracts
import Foundation
import Logging
import MessagingLive
import Postgres
import TestSupport
import Testing

@Suite("The tables of messaging")
struct MessagingSchemaTests {
    /// What databases that are in use have had, in this order.
    private static let had = [
        "1 messaging outbox", "2 messaging outbox partitions", "3 messaging outbox rebase", "10 messaging inbox",
        "11 messaging inbox partitions", "12 messaging reply partitions", "20 messaging timers", "21 messaging parking",
        "30 messaging reconciliation",
    ]

    @Test("A database that has had the migrations of before gets the new ones behind them, and nothing in the middle")
    func history() async throws {
        let all = MessagingSchema.migrations.sorted { $0.number < $1.number }
        let names = all.map { "\($0.number) \($0.name)" }
        #expect(Array(names.prefix(Self.had.count)) == Self.had)
        let before = all.filter { Self.had.contains("\($0.number) \($0.name)") }
        try await TestDatabase.withConninfo { conninfo in
            let first = try await Migrator.apply(before, conninfo: conninfo, runtimeRole: nil)
            #expect(first.count == Self.had.count)
            let rest = try await Migrator.apply(MessagingSchema.migrations, conninfo: conninfo, runtimeRole: nil)
            #expect(rest.map(\.number) == all.dropFirst(Self.had.count).map(\.number))
        }
    }

    @Test("The runtime role can do what messaging does, and can change neither outbox nor inbox")
    func grants() async throws {
        try await TestDatabase.withConninfo { conninfo in
            let role = "runtime_" + UUID().uuidString.lowercased().replacing("-", with: "")
            let password = UUID().uuidString
            let owner = Database(
                DatabaseConfiguration(conninfo: conninfo, poolSize: 1), logger: Logger(label: "test.schema"))
            try await owner.transaction { tx in
                _ = try tx.execute("CREATE ROLE \(identifier: role) LOGIN PASSWORD '\(unsafeRaw: password)'")
            }
            let result: Result<Void, any Error>
            do {
                _ = try await Migrator.apply(Stage.migrations, conninfo: conninfo, runtimeRole: role)
                try await owner.transaction { tx in
                    _ = try tx.execute("GRANT SELECT, INSERT ON effect TO \(identifier: role)")
                }
                try await self.check(conninfo, role, password)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            try await owner.transaction { tx in
                _ = try tx.execute("DROP OWNED BY \(identifier: role)")
                _ = try tx.execute("DROP ROLE \(identifier: role)")
            }
            await owner.close()
            try result.get()
        }
    }

    private func check(_ conninfo: String, _ role: String, _ password: String) async throws {
        var own = try Conninfo(conninfo)
        own["user"] = role
        own["password"] = password
        let text = own.text
        let database = Database(
            DatabaseConfiguration(conninfo: text), logger: Logger(label: "test.schema.runtime"))
        try await BrokerUnderTest.with(.memory) { under in
            let clock = ManualClock()
            var setup = MessagingSetup(
                service: "test", database: database, senders: TestSender.senders(connectedAs: nil),
                logger: Logger(label: "test.schema.runtime"), now: { clock.now },
                timerClock: .given { clock.now }, random01: { 0 })
            setup.limits.poll = .milliseconds(20)
            setup.logger.logLevel = .critical
            let stage = Stage(database: database, conninfo: text, under: under, clock: clock, setup: setup)
            // The whole way with the rights of the service: outbox, relay, inbox, early, retry, parking, reply, timer.
            try await self.wholeWay(stage)
            for forbidden: SQL in [
                "UPDATE outbox SET body = ''", "DELETE FROM outbox", "DELETE FROM inbox",
                "UPDATE inbox SET consumer = ''",
                "DELETE FROM parked_message", "UPDATE parked_message SET body = ''", "DELETE FROM outbox_cursor",
                "DELETE FROM event_sequence", "DELETE FROM command_reply",
            ] {
                let error = await #expect(throws: PostgresError.self, "\(forbidden.text)") {
                    try await database.transaction { tx in _ = try tx.execute(forbidden) }
                }
                #expect(error?.sqlState == .insufficientPrivilege, "\(forbidden.text)")
            }
        }
        await database.close()
    }

    private func wholeWay(_ stage: Stage) async throws {
        let timer = TimerHandler(name: "t") { _, tx, _ in
            try tx.execute("INSERT INTO effect (subject, text, attempt) VALUES ('t', 'timer', 1)")
        }
        try await stage.live(timers: [timer]) {
            try await stage.append("from the outbox", subject: "o")
            try await stage.send([
                TestMessage.event("2", sequence: 2), TestMessage.event("1", sequence: 1),
                TestMessage.event("fails three times", subject: "f", sequence: 1),
                TestMessage.event("is parked", subject: "p", sequence: 1),
                TestMessage.command(TakeCase(caseId: CaseID(UUID()), version: 1)),
            ])
            try await stage.database.transaction { tx in
                try Timers.declare([timer], in: tx)
                try Timers.arm(name: "t", subject: "s", due: stage.clock.now, in: tx)
            }
            try await eventually("all six effects") {
                stage.clock.advance(by: .seconds(60))
                return try await stage.effects().count == 6
            }
            try await eventually("one parked") { try await stage.parked().count == 1 }
            let id = try #require(try await stage.parked().first?.messageID)
            _ = try await stage.database.transaction { tx in
                try ParkedMessage.replay(queue: "test.events", messageID: id, now: stage.clock.now, in: tx)
            }
            try await eventually("parked again") {
                stage.clock.advance(by: .seconds(60))
                return try await stage.count("parked_message WHERE jsonb_array_length(history) = 2") == 1
            }
        }
    }

    @Test("The statistics tell what waits")
    func statistics() async throws {
        try await Stage.with(.memory) { stage in
            let empty = try await stage.statistics()
            #expect(empty.outboxDepth == 0 && empty.outboxOldest == nil && empty.parked == 0)
            try await stage.append("1")
            try await stage.append("2")
            let full = try await stage.statistics()
            #expect(full.outboxDepth == 2 && full.outboxOldest != nil)
        }
    }
}
