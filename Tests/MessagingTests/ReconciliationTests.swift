import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import Seeds
import TestSupport
import Testing
import Threading

@testable import MessagingLive

/// One service that publishes the stream `note` and consumes it, so that both sides are in sight.
@Suite("Reconciliation")
struct ReconciliationTests {
    private func with<T: Sendable>(
        _ kind: BrokerKind, compared: Int = 1000, inSight: Int = 5000, _ body: (Stage) async throws -> T
    ) async throws -> T {
        try await Stage.with(kind) { stage in
            var setup = stage.setup
            setup.peers = ReconciliationPeers(consumers: ["test": ["note"]], publishers: ["note": "test"])
            setup.limits.reconciliationPoll = .milliseconds(20)
            setup.limits.rowsCompared = compared
            setup.limits.rowsInSight = inSight
            return try await body(
                Stage(
                    database: stage.database, conninfo: stage.conninfo, under: stage.under, clock: stage.clock,
                    setup: setup))
        }
    }

    /// Publishes everything, and acknowledges it without doing anything: a consumer that is broken.
    private func lose(_ stage: Stage, _ texts: [String], subject: String = "s") async throws {
        for text in texts { try await stage.append(text, subject: subject) }
        let broken = Collector(stage.broker, queue: "test.events")
        let relay = Relay(
            stage.setup, database: Database(stage.relayConfiguration, logger: stage.setup.logger), broker: stage.broker)
        try await running({ try await stage.broker.run() }) {
            try await running({ try await broken.run() }) {
                try await running({ try await relay.run() }) {
                    try await eventually("everything is confirmed") {
                        let depth = try await stage.statistics().outboxDepth
                        return depth == 0 && broken.deliveries.count >= texts.count
                    }
                }
            }
        }
    }

    private func reconciliation(_ stage: Stage) -> Reconciliation { Reconciliation(stage.setup) }

    /// Lets time pass until the condition holds.
    private func timePasses(
        _ stage: Stage, _ what: String, until condition: @Sendable () async throws -> Bool
    ) async throws {
        try await eventually(within: .seconds(60), what) {
            if try await condition() { return true }
            stage.clock.advance(by: .seconds(1))
            return false
        }
    }

    /// Until a comparison of everything that began after this moment has ended with nothing missing.
    private func compareAll(_ stage: Stage, _ scope: ReconciliationMachine.Scope = .full) async throws {
        stage.clock.advance(by: .seconds(1))
        let begin = stage.clock.now
        try await self.reconciliation(stage).order(scope)
        try await self.timePasses(stage, "a comparison ends") {
            let state = try await self.reconciliation(stage).state()
            return state.consumers.allSatisfy { ($0.lastComplete ?? .distantPast) >= begin && $0.scope == nil }
                && state.sendingAgain == 0
        }
    }

    @Test(
        "What a broken consumer acknowledged is found by two answers, sent again under its old name, and applied once",
        arguments: BrokerKind.allCases)
    func brokenConsumer(_ kind: BrokerKind) async throws {
        try await self.with(kind) { stage in
            try await self.lose(stage, ["1", "2", "3"])
            try await self.lose(stage, ["4"], subject: "other")
            let highest = Locked(0)
            try await stage.live {
                try await self.timePasses(stage, "the lost arrives") {
                    let drift = try await stage.statistics().drift
                    highest.withLock { $0 = max($0, drift) }
                    return try await stage.effects().count == 4
                }
                try await self.compareAll(stage)
            }
            #expect(try await stage.effects(subject: "s") == ["1", "2", "3"])
            #expect(try await stage.effects(subject: "other") == ["4"])
            // It was counted, and is zero now.
            #expect(highest.withLock { $0 } > 0)
            #expect(try await stage.statistics().drift == 0)
            let strangers = try await stage.count("inbox i WHERE message_id NOT IN (SELECT message_id FROM outbox)")
            #expect(strangers == 0)
        }
    }

    @Test("At rest nothing is missing and nothing is sent twice, however often it is compared")
    func rest() async throws {
        try await self.with(.memory, compared: 7) { stage in
            let tap = Collector(stage.broker, queue: "tap")
            try await running({ try await tap.run() }) {
                try await stage.live {
                    for number in 0..<20 { try await stage.append("\(number)", subject: "s\(number % 3)") }
                    try await eventually { try await stage.effects().count == 20 }
                    // Other databases of the server may have transactions open that began before; these are waited for.
                    try await self.timePasses(stage, "all are in sight") {
                        let walks = try await stage.database.read { tx in try ReconciliationStore.all(tx) }
                        return walks[0].machine.reconciled.row == 20
                    }
                    for _ in 0..<3 { try await self.compareAll(stage) }
                    try await self.compareAll(stage, .regular)
                }
            }
            let events = tap.deliveries.filter { $0.exchange == ExchangeName.events }
            #expect(events.count == 20)
            let state = try await self.reconciliation(stage).state()
            #expect(state.consumers.map(\.drift) == [0] && state.consumers[0].unansweredSince == nil)
            let statements = tap.deliveries.filter { $0.properties.type == "reconciliation.statement.v1" }
            #expect(statements.count >= 3 * 3)
        }
    }

    @Test("What waits for another attempt, waits behind it, or rests parked is counted apart and not sent again")
    func waiting() async throws {
        try await self.with(.memory) { stage in
            let tap = Collector(stage.broker, queue: "tap")
            try await running({ try await tap.run() }) {
                try await stage.live {
                    try await stage.append("always fails", subject: "a")
                    try await eventually { try await stage.count("retry") == 1 }
                    try await stage.append("behind", subject: "a")
                    try await stage.append("is parked", subject: "b")
                    try await eventually {
                        let early = try await stage.count("inbox_early")
                        let parked = try await stage.parked().count
                        return early == 1 && parked == 1
                    }
                    try await eventually("the consumer answers") {
                        let state = try await self.reconciliation(stage).state().consumers[0]
                        // A transaction of another test holds back what may be asked about: such a walk asks nothing.
                        if state.scope == nil && state.waiting != 2 {
                            try await self.reconciliation(stage).order(.full)
                        }
                        return state.waiting == 2
                    }
                    try await eventually { try await self.reconciliation(stage).state().consumers[0].scope == nil }
                }
            }
            let state = try await self.reconciliation(stage).state().consumers[0]
            #expect(state.drift == 0 && state.parked == 1)
            #expect(tap.deliveries.filter { $0.exchange == ExchangeName.events }.count == 3)
        }
    }

    @Test("Who waits behind a lost message asks its publisher, and gets it before the next comparison is due")
    func gap() async throws {
        try await self.with(.memory) { stage in
            // A first walk is behind us, so that the next is due in five minutes.
            try await stage.live { try await self.compareAll(stage) }
            try await self.lose(stage, ["1"])
            let begin = stage.clock.now
            try await stage.live {
                try await stage.append("2")
                try await eventually { try await stage.count("inbox_early") == 1 }
                try await self.timePasses(stage, "the gap closes") { try await stage.effects().count == 2 }
            }
            #expect(try await stage.effects() == ["1", "2"])
            #expect(stage.clock.now.timeIntervalSince(begin) < 290)
        }
    }

    @Test("A row that no queue takes is nobody's loss, and is compared once it has been taken")
    func stuck() async throws {
        try await self.with(.memory) { stage in
            let memory = try #require(stage.broker as? InMemoryBroker)
            memory.unbind(queue: "test.events", from: ExchangeName.events, pattern: "note.#")
            memory.unbind(queue: "tap", from: ExchangeName.events, pattern: "note.#")
            try await stage.live {
                try await stage.append("1")
                try await eventually { try await stage.statistics().stuck == 1 }
                try await self.compareAll(stage)
                #expect(try await stage.statistics().drift == 0)
                let early = try await stage.database.read { tx in try ReconciliationStore.all(tx) }
                // Just before the first row of this outbox.
                #expect(early[0].machine.reconciled.row == 0)
                memory.bind(queue: "test.events", to: ExchangeName.events, pattern: "note.#")
                try await self.timePasses(stage, "it is taken") { try await stage.effects() == ["1"] }
                // Other databases of the server may have transactions open that began before it; these are waited for.
                try await self.timePasses(stage, "it is compared") {
                    let late = try await stage.database.read { tx in try ReconciliationStore.all(tx) }
                    return late[0].machine.reconciled.row == 1
                }
            }
            #expect(try await stage.statistics().drift == 0)
        }
    }

    @Test(
        "Whatever the broker loses, doubles or denies, and however often the process dies, all is applied once",
        arguments: 0..<8)
    func shaky(seed: Int) async throws {
        try await self.with(.memory) { stage in
            let expected = 30
            for number in 0..<expected { try await stage.append("\(number)", subject: "s\(number % 4)") }
            var random = SeededRandom(seed: UInt64(seed))
            let broker = ShakyBroker(stage.broker, seed: UInt64(seed))
            for _ in 0..<6 {
                // A life of some random length, with a clock that goes on; then it ends wherever it is.
                let life = Int.random(in: 1...40, using: &random)
                let runtime = stage.runtime(broker)
                try await running({ try await runtime.run() }) {
                    for _ in 0..<life {
                        stage.clock.advance(by: .seconds(2))
                        // Real time, in which the runtime may come to anything or nothing.
                        try await Task.sleep(for: .milliseconds(2))
                    }
                }
            }
            let runtime = stage.runtime(broker)
            try await running({ try await runtime.run() }) {
                try await self.timePasses(stage, "everything is applied") {
                    try await stage.effects().count >= expected
                }
                try await self.compareAll(stage)
            }
            for subject in 0..<4 {
                let wanted = (0..<expected).filter { $0 % 4 == subject }.map { "\($0)" }
                #expect(try await stage.effects(subject: "s\(subject)") == wanted)
            }
            #expect(try await stage.statistics().drift == 0)
            #expect(try await stage.count("outbox_resend") == 0)
        }
    }

    @Test("Rows to be published once more that a dead process had taken are published by the next")
    func deadProcess() async throws {
        try await self.with(.memory) { stage in
            try await self.lose(stage, ["1"])
            try await stage.database.transaction { tx in
                try ReconciliationStore.sendAgain(
                    [SequenceRange(stream: "note", subject: "s", from: 1, through: 1)], after: .start,
                    through: OutboxPosition(transaction: .max, row: .max), at: stage.clock.now, tx)
                let until = stage.clock.now.addingTimeInterval(60)
                let claimed = try ReconciliationStore.claim(limit: 10, at: stage.clock.now, until: until, tx)
                #expect(claimed.count == 1)
                #expect(try ReconciliationStore.claim(limit: 10, at: stage.clock.now, until: until, tx).isEmpty)
            }
            try await stage.live {
                stage.clock.advance(by: .seconds(61))
                try await eventually("the next process publishes it") { try await stage.effects() == ["1"] }
                try await eventually { try await stage.count("outbox_resend") == 0 }
            }
        }
    }

    @Test("What does not concern a consumer is passed over, a piece in each transaction, and what comes after is found")
    func passedOver() async throws {
        // A few rows are many looks.
        try await self.with(.memory, inSight: 5) { stage in
            let command = Envelope(
                id: MessageID(UUID()), type: TakeCase.type, source: "office", time: stage.clock.now, subject: "",
                replyTo: "me")
            try await stage.database.transaction { tx in
                for _ in 0..<70 {
                    try Outbox.append(
                        reply: .accepted(TakeCase.type, id: nil), to: command, at: stage.clock.now, by: "test",
                        ids: .system, in: tx)
                }
            }
            try await self.lose(stage, ["1"])
            try await stage.live {
                try await self.timePasses(stage, "the lost arrives") { try await stage.effects() == ["1"] }
                try await self.compareAll(stage)
            }
            let walks = try await stage.database.read { tx in try ReconciliationStore.all(tx) }
            #expect(walks[0].machine.reconciled.row == 71)
        }
    }

    @Test("A queue that an operator emptied is filled again", arguments: [BrokerKind.rabbit])
    func purge(_ kind: BrokerKind) async throws {
        try await self.with(kind) { stage in
            let host = try #require(stage.under.host)
            for number in 0..<300 { try await stage.append("\(number)", subject: "s\(number % 7)") }
            let relay = Relay(
                stage.setup, database: Database(stage.relayConfiguration, logger: stage.setup.logger),
                broker: stage.broker)
            try await running({ try await stage.broker.run() }) {
                try await running({ try await relay.run() }) {
                    try await eventually { try await stage.statistics().outboxDepth == 0 }
                }
            }
            try await host.broker.manage("DELETE", "queues/\(host.name)/test.events/contents")
            let another = Stage(
                database: stage.database, conninfo: stage.conninfo,
                under: BrokerUnderTest(broker: stage.under.another(), host: host), clock: stage.clock,
                setup: stage.setup)
            try await another.live {
                try await self.timePasses(another, "everything is applied") {
                    try await another.effects().count >= 300
                }
                try await self.compareAll(another)
            }
            for subject in 0..<7 {
                let wanted = (0..<300).filter { $0 % 7 == subject }.map { "\($0)" }
                #expect(try await another.effects(subject: "s\(subject)") == wanted)
            }
        }
    }

    @Test("After all data of the broker was lost, answers and facts without a consumer are published again, too")
    func rebuild() async throws {
        try await self.with(.memory) { stage in
            try await self.lose(stage, ["1", "2"])
            let envelope = Envelope(
                id: MessageID(UUID()), type: TakeCase.type, source: "office", time: stage.clock.now, subject: "",
                replyTo: "me")
            let reply = try await stage.database.transaction { tx in
                try Outbox.append(
                    reply: .accepted(TakeCase.type, id: nil), to: envelope, at: stage.clock.now, by: "test",
                    ids: .system, in: tx)
            }
            let relay = Relay(
                stage.setup, database: Database(stage.relayConfiguration, logger: stage.setup.logger),
                broker: stage.broker)
            try await running({ try await relay.run() }) {
                try await eventually { try await stage.statistics().outboxDepth == 0 }
            }
            let answers = Collector(stage.broker, queue: "replies")
            // What rows say of time is the server's clock.
            var setup = stage.setup
            setup.now = { Date() }
            let reconciliation = Reconciliation(setup)
            let (begun, isNew) = try await reconciliation.rebuild(past: .seconds(86_400))
            #expect(isNew && begun.marked == 0 && begun.finishedAt == nil)
            // Before anything is marked, services are compared: what they lack does not hang on the marking.
            #expect(try await reconciliation.state().consumers.map(\.scope) == [.full])
            try await stage.live {
                try await running({ try await answers.run() }) {
                    try await self.timePasses(stage, "everything arrives") {
                        let effects = try await stage.effects()
                        return effects == ["1", "2"] && answers.deliveries.count == 2
                    }
                    try await self.compareAll(stage)
                }
            }
            let ended = try #require(try await reconciliation.state().rebuild)
            #expect(ended.marked == 1 && ended.finishedAt != nil)
            // The answer arrived twice, both times under its own name.
            #expect(Set(answers.deliveries.map(\.properties.messageID)) == [reply?.description])
        }
    }

    @Test("Behind 200,000 rows a rebuild is as many small pieces as it takes, none of which reads a whole table")
    func longRebuild() async throws {
        try await TestDatabase.with(
            migrations: Stage.migrations,
            configure: { $0.poolSize = 2 }
        ) { database, conninfo in
            let owner = Database(DatabaseConfiguration(conninfo: conninfo), logger: Logger(label: "test.rebuild"))
            let old = "clock_timestamp() - interval '10 days'"
            for (count, moment) in [(40_000, old)] + Array(repeating: (40_000, "clock_timestamp()"), count: 4) {
                try await owner.transaction { tx in
                    try tx.execute("SET LOCAL statement_timeout = '60s'")
                    try tx.execute(
                        """
                        INSERT INTO outbox (message_id, exchange, routing_key, mandatory, type, subject, source, time,
                                            seconds, body, created_at)
                        SELECT gen_random_uuid(), 'layak.replies', 'me', TRUE, 'answer.v1', '', 'test', '', 0, '',
                               \(unsafeRaw: moment) FROM generate_series(1, \(count))
                        """)
                }
            }
            try await owner.transaction { tx in
                // All published: the cursor is behind everything.
                try tx.execute("UPDATE outbox_cursor SET lo = pg_current_snapshot(), hi = pg_current_snapshot()")
            }
            await owner.close()
            var limits = MessagingLimits()
            limits.rowsRebuilt = 4_000
            let setup = MessagingSetup(
                service: "test", database: database, limits: limits, logger: Logger(label: "test.rebuild"))
            let reconciliation = Reconciliation(setup)
            #expect(try await reconciliation.rebuild(past: .seconds(86_400)).isNew)
            var marked = 0
            for piece in 1...11 {
                // Who asks again meanwhile is told of what is under way, which another process may go on with.
                let again = try await Reconciliation(setup).rebuild(past: .seconds(3_600))
                #expect(!again.isNew && again.rebuild.marked == marked && again.rebuild.finishedAt == nil)
                #expect(try await Reconciliation(setup).goOnRebuilding())
                // The oldest first: what is sent meanwhile overtakes nothing.
                marked = try #require(try await reconciliation.state().rebuild).marked
                let newest = try await database.read { tx in
                    try tx.one("SELECT coalesce(max(id), 40000), count(*) FROM outbox_resend") { row in
                        (id: try row.get(0, as: Int.self), count: try row.get(1, as: Int.self))
                    }
                }
                #expect(newest.count == marked && newest.id == 40_000 + marked, "piece \(piece)")
                #expect(marked <= piece * limits.rowsRebuilt, "piece \(piece)")
            }
            // Of what is older than a day only the slack is looked at.
            #expect(marked >= 40_000)
            while try await reconciliation.goOnRebuilding() {}
            let ended = try #require(try await reconciliation.state().rebuild)
            #expect(ended.marked == 160_000 && ended.finishedAt != nil)
            // Once more costs the looking and marks nothing twice.
            #expect(try await reconciliation.rebuild(past: .seconds(86_400)).isNew)
            while try await reconciliation.goOnRebuilding() {}
            #expect(try await reconciliation.state().rebuild?.marked == 0)
            let plans = try await database.transaction { tx in
                var plans: [String] = []
                for statement in [
                    RebuildStore.oldest(after: 100_000),
                    RebuildStore.pieceEnd(after: 146_000, through: 200_000, limit: 4_000),
                    RebuildStore.mark(
                        since: Date(), after: 146_000, through: 150_000, compared: ["case"], at: Date()),
                ] {
                    try RebuildStore.prepare(tx)
                    plans += try tx.rows("EXPLAIN \(statement)") { try $0.get(0, as: String.self) }
                }
                return plans
            }
            #expect(plans.contains { $0.contains("Index Scan") || $0.contains("Index Only Scan") })
            #expect(!plans.contains { $0.contains("Seq Scan on outbox") && !$0.contains("outbox_cursor") })
        }
    }

    @Test("Layak's services compare with everybody who binds their streams")
    func peers() {
        let intake = ReconciliationPeers(of: .intake)
        #expect(
            intake.consumers == [
                .review: ["submission", "standard"], .notify: ["contact", "standard"], .rating: ["standard"],
            ])
        #expect(intake.publishers == ["case": .review, "delivery": .notify, "rating": .rating])
        #expect(
            ReconciliationPeers(of: .review).consumers == [
                .intake: ["case"], .notify: ["case"], .rating: ["case", "calendar"],
            ])
    }
}
