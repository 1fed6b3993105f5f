import Contracts
import Foundation
import Messaging
@testable import MessagingLive
import Postgres
import TestSupport
import Testing

@Suite("The relay")
struct RelayTests {
    private func relay(_ stage: Stage, _ broker: any MessageBroker) -> Relay {
        var configuration = stage.relayConfiguration
        configuration.poolSize = 1
        return Relay(
            stage.setup, database: Database(configuration, logger: stage.setup.logger), broker: broker)
    }

    private func texts(_ collector: Collector, subject: String? = nil) -> [String] {
        // A body that cannot be read is missed by whoever compares the texts.
        collector.deliveries.filter {
            subject == nil || $0.properties.headers["subject"]?.string == subject
        }.compactMap { try? ContractJSON.decode(Noted.self, from: $0.body).text }
    }

    @Test(
        "What is committed arrives, in the order of its subject; what is rolled back never",
        arguments: BrokerKind.allCases)
    func arrives(kind: BrokerKind) async throws {
        struct Change: Error {}
        try await Stage.with(kind) { stage in
            let collector = Collector(stage.broker, queue: "test.events")
            let relay = self.relay(stage, stage.broker)
            try await running({ try await stage.broker.run() }) {
                try await running({ try await relay.run() }) {
                    try await running({ try await collector.run() }) {
                        for number in 1...20 {
                            try await stage.append("\(number)", subject: "s\(number % 2)")
                            // Throws on purpose, to roll back.
                            try? await stage.database.transaction { tx in
                                try Outbox.append(
                                    Noted(subject: "s0", text: "never"), at: stage.clock.now, by: "test",
                                    ids: .system, in: tx)
                                throw Change()
                            }
                        }
                        try await eventually("twenty messages") { collector.deliveries.count == 20 }
                        try await eventually("an empty outbox") { try await stage.statistics().outboxDepth == 0 }
                    }
                }
            }
            #expect(self.texts(collector, subject: "s0") == stride(from: 2, through: 20, by: 2).map { "\($0)" })
            #expect(self.texts(collector, subject: "s1") == stride(from: 1, through: 19, by: 2).map { "\($0)" })
        }
    }

    @Test("A commit wakes the relay; nobody waits for the poll")
    func wakeUp() async throws {
        try await Stage.with(.memory) { stage in
            var setup = stage.setup
            setup.limits.poll = .seconds(600)
            let relay = Relay(
                setup, database: Database(stage.relayConfiguration, logger: setup.logger), broker: stage.broker)
            try await running({ try await relay.run() }) {
                for number in 1...3 {
                    try await stage.append("\(number)")
                    try await eventually("message \(number)") {
                        guard let memory = stage.broker as? InMemoryBroker else { return false }
                        return memory.depth(of: "test.events") == number
                    }
                }
            }
        }
    }

    @Test("A writer that stays open delays nobody: what others commit meanwhile arrives, its own rows when it is done")
    func openWriter() async throws {
        try await Stage.with(.memory) { stage in
            let collector = Collector(stage.broker, queue: "test.events")
            let relay = self.relay(stage, stage.broker)
            let gate = Gate()
            try await running({ try await relay.run() }) {
                try await running({ try await collector.run() }) {
                    try await stage.append("before", subject: "a")
                    try await eventually("the first") { collector.deliveries.count == 1 }
                    async let slow: Void = stage.database.transaction { tx in
                        try Outbox.append(
                            Noted(subject: "slow", text: "slow"), at: stage.clock.now, by: "test", ids: .system,
                            in: tx)
                        // The row is there, and not only on its way.
                        try tx.flush()
                        gate.arrive()
                        gate.waitUntilOpen()
                    }
                    // Also when something fails before: the transaction must not stay open for ever.
                    defer { gate.open() }
                    try await eventually("the slow writer") { gate.hasArrived }
                    // A higher transaction number and a higher id, committed while the lower ones are still open.
                    for number in 1...5 { try await stage.append("\(number)", subject: "quick") }
                    try await eventually("the others, while the writer is open") { collector.deliveries.count == 6 }
                    gate.open()
                    try await slow
                    try await stage.append("after", subject: "a")
                    try await eventually("all eight") { collector.deliveries.count == 8 }
                }
            }
            #expect(self.texts(collector, subject: "slow") == ["slow"])
            #expect(self.texts(collector, subject: "quick") == ["1", "2", "3", "4", "5"])
            #expect(self.texts(collector, subject: "a") == ["before", "after"])
        }
    }

    @Test("Many writers that take their time before and after: every row once, and every subject in its order")
    func unevenWriters() async throws {
        try await Stage.with(.memory) { stage in
            let collector = Collector(stage.broker, queue: "test.events")
            let relay = self.relay(stage, stage.broker)
            try await running({ try await relay.run() }) {
                try await running({ try await collector.run() }) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for writer in 0..<4 {
                            group.addTask {
                                for number in 0..<40 {
                                    try await stage.database.transaction { tx in
                                        // Takes its number early, and writes after others have come and gone.
                                        try tx.execute("SELECT pg_current_xact_id(), pg_sleep(random() * 0.01)")
                                        try Outbox.append(
                                            Noted(subject: "s\((writer + number) % 3)", text: "\(writer)-\(number)"),
                                            at: stage.clock.now, by: "test", ids: .system, in: tx)
                                        try tx.execute("SELECT pg_sleep(random() * 0.01)")
                                    }
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                    try await eventually("160 messages") { collector.deliveries.count == 160 }
                }
            }
            #expect(Set(self.texts(collector)).count == 160)
            for subject in ["s0", "s1", "s2"] {
                let sequences = collector.deliveries.filter { $0.properties.headers["subject"]?.string == subject }
                    .compactMap { $0.properties.headers["sequence"]?.integer }
                #expect(sequences == (1...sequences.count).map(Int64.init))
            }
        }
    }

    @Test("A relay that is stopped keeps its session and its lock; another one cuts it off and goes on within seconds")
    func frozen() async throws {
        try await Stage.with(.memory) { stage in
            // What a stopped process leaves behind: a session that holds the lock and says nothing more.
            let frozen = Database(stage.relayConfiguration, logger: stage.setup.logger)
            let hold = try await frozen.transaction { tx in try RelayStore.takeOver(tx) }
            let held = try #require(hold)
            var setup = stage.setup
            setup.limits.relaySilence = .seconds(1)
            var configuration = stage.relayConfiguration
            configuration.poolSize = 1
            let relay = Relay(
                setup, database: Database(configuration, logger: setup.logger), broker: stage.broker)
            let collector = Collector(stage.broker, queue: "test.events")
            try await stage.append("1")
            let start = ContinuousClock.now
            try await running({ try await relay.run() }) {
                try await running({ try await collector.run() }) {
                    try await eventually("the message") { collector.deliveries.count == 1 }
                }
            }
            #expect(ContinuousClock.now - start > .milliseconds(900))
            // It wakes up: neither its old session nor a new one lets it write.
            await #expect(throws: (any Error).self) {
                try await frozen.transaction { tx in
                    try RelayStore.write(
                        held.grip, window: held.reader.window, last: 99, stuck: [], again: [], freed: [],
                        clock: .database, tx)
                }
            }
            await frozen.close()
            #expect(try await stage.count("outbox_cursor WHERE last_id = 99") == 0)
        }
    }

    @Test("A relay that waits for its broker is heard by the database, and not cut off")
    func patient() async throws {
        try await Stage.with(.memory) { stage in
            let memory = try #require(stage.broker as? InMemoryBroker)
            memory.setConnected(false)
            var setup = stage.setup
            setup.limits.relay.heartbeat = .milliseconds(100)
            setup.limits.relaySilence = .seconds(2)
            let relay = Relay(
                setup, database: Database(stage.relayConfiguration, logger: setup.logger), broker: stage.broker)
            try await running({ try await relay.run() }) {
                try await eventually("the relay acts") { try await stage.count("outbox_cursor WHERE epoch = 1") == 1 }
                let start = ContinuousClock.now
                try await eventually("three seconds") {
                    let isCut = try await stage.database.transaction { tx in
                        try RelayStore.cutSilentHolder(after: .seconds(2), tx)
                    }
                    #expect(!isCut)
                    return ContinuousClock.now - start > .seconds(3)
                }
            }
            #expect(try await stage.count("outbox_cursor WHERE epoch = 1") == 1)
        }
    }

    @Test("Ten thousand rows written at once go through in pages, in order, and leave no dead tuple")
    func tenThousand() async throws {
        try await Stage.with(.memory) { stage in
            let relay = self.relay(stage, stage.broker)
            let collector = Collector(stage.broker, queue: "test.events")
            try await stage.database.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO outbox (message_id, exchange, routing_key, mandatory, type, subject, sequence, source,
                                        time, seconds, body)
                    SELECT gen_random_uuid(), 'layak.events', \(Noted.type.name), TRUE, \(Noted.type.name), 's' || n % 700,
                           1 + n / 700, 'test', '2026-01-02T03:04:05.000Z', 1767323045, '{}'
                      FROM generate_series(0, 9999) n
                    """)
            }
            try await running({ try await relay.run() }) {
                try await running({ try await collector.run() }) {
                    try await eventually(within: .seconds(60), "ten thousand") {
                        collector.deliveries.count == 10_000
                    }
                    try await eventually("an empty outbox") { try await stage.statistics().outboxDepth == 0 }
                }
            }
            var seen: [String: Int64] = [:]
            for delivery in collector.deliveries {
                let subject = delivery.properties.headers["subject"]?.string ?? ""
                let sequence = delivery.properties.headers["sequence"]?.integer ?? 0
                #expect(sequence == seen[subject, default: 0] + 1)
                seen[subject] = sequence
            }
            struct Tuples: Equatable {
                var inserted: Int
                var dead: Int
                var changed: Int
            }
            try await eventually("the server's count") {
                try await stage.database.transaction { tx in
                    try tx.one(
                        """
                        SELECT coalesce(sum(n_tup_ins), 0)::bigint, coalesce(sum(n_dead_tup), 0)::bigint,
                               coalesce(sum(n_tup_upd + n_tup_del), 0)::bigint
                          FROM pg_stat_user_tables WHERE relname ~ '^outbox_[0-9]+$'
                        """
                    ) { Tuples(inserted: try $0.get(0), dead: try $0.get(1), changed: try $0.get(2)) }
                } == Tuples(inserted: 10_000, dead: 0, changed: 0)
            }
            // The cursor's row moves inside its page: nothing for an index to forget.
            let isHot = try await stage.database.read { tx in
                try tx.one(
                    "SELECT n_tup_upd = n_tup_hot_upd AND n_tup_upd < 1000 FROM pg_stat_user_tables WHERE relname = 'outbox_cursor'"
                ) { try $0.get(0, as: Bool.self) }
            }
            #expect(isHot)
        }
    }

    @Test("Of two relays one acts; when it ends the other goes on", arguments: BrokerKind.allCases)
    func twoRelays(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            let collector = Collector(stage.broker, queue: "test.events")
            let (first, second) = (self.relay(stage, stage.broker), self.relay(stage, stage.broker))
            try await running({ try await stage.broker.run() }) {
                try await running({ try await collector.run() }) {
                    try await running({ try await second.run() }) {
                        try await running({ try await first.run() }) {
                            for number in 1...30 { try await stage.append("\(number)") }
                            try await eventually("thirty") { collector.deliveries.count >= 30 }
                        }
                        for number in 31...40 { try await stage.append("\(number)") }
                        try await eventually("forty") { collector.deliveries.count >= 40 }
                    }
                }
            }
            #expect(self.texts(collector) == (1...40).map { "\($0)" })
        }
    }

    @Test("A relay whose session is killed takes over again and loses nothing")
    func sessionKilled() async throws {
        try await Stage.with(.memory) { stage in
            let relay = self.relay(stage, stage.broker)
            let collector = Collector(stage.broker, queue: "test.events")
            try await running({ try await relay.run() }) {
                try await running({ try await collector.run() }) {
                    for number in 1...5 {
                        try await stage.append("\(number)")
                        try await stage.killDatabaseConnections()
                    }
                    try await eventually("all five") { Set(self.texts(collector)).count == 5 }
                }
            }
        }
    }

    @Test("The broker's connections killed while the relay publishes: all arrive, each effect once")
    func brokerKilled() async throws {
        try await Stage.with(.rabbit) { stage in
            let host = try #require(stage.under.host)
            try await stage.live {
                for round in 0..<3 {
                    for number in 1...100 { try await stage.append("\(round)-\(number)", subject: "s\(number % 9)") }
                    try await host.closeConnections(expecting: 1)
                }
                try await eventually(within: .seconds(60), "300 effects") {
                    try await stage.effects().count >= 300
                }
            }
            #expect(try await stage.effects().count == 300)
            #expect(try await Set(stage.effects()).count == 300)
            #expect(try await stage.parked().isEmpty)
        }
    }

    @Test("Without a broker the outbox grows, and drains when it is back")
    func brokerAway() async throws {
        try await Stage.with(.memory) { stage in
            let memory = try #require(stage.broker as? InMemoryBroker)
            try await stage.live {
                memory.setConnected(false)
                for number in 1...50 { try await stage.append("\(number)") }
                #expect(try await stage.statistics().outboxDepth == 50)
                #expect(try await stage.effects().isEmpty)
                memory.setConnected(true)
                try await eventually("fifty effects") { try await stage.effects() == (1...50).map { "\($0)" } }
                try await eventually("an empty outbox") { try await stage.statistics().outboxDepth == 0 }
            }
            #expect(try await stage.statistics().stuck == 0)
        }
    }

    @Test(
        "What no queue takes is stuck with its subject; others flow; after the repair it is delivered",
        arguments: BrokerKind.allCases)
    func returned(kind: BrokerKind) async throws {
        struct Orphan: Event {
            static let type: MessageType = "orphan.made.v1"
            var subject: String
            var text: String
        }
        try await Stage.with(kind) { stage in
            let collector = Collector(stage.broker, queue: "orphans")
            try await stage.live {
                for number in 1...3 {
                    _ = try await stage.database.transaction { tx in
                        try Outbox.append(
                            Orphan(subject: "o", text: "\(number)"), at: stage.clock.now, by: "test", ids: .system,
                            in: tx)
                    }
                    try await stage.append("\(number)")
                }
                try await eventually("the others") { try await stage.effects() == ["1", "2", "3"] }
                try await eventually("three stuck") { try await stage.statistics().stuck == 3 }
                #expect(try await stage.count("outbox_stuck WHERE reason = 'returned-312'") == 1)
                try await eventually("an empty outbox") { try await stage.statistics().outboxDepth == 0 }
                try await stage.under.bind(queue: "orphans", to: ExchangeName.events, key: "orphan.#")
                try await running({ try await collector.run() }) {
                    try await eventually("the orphans") {
                        stage.clock.advance(by: .seconds(60))
                        return collector.deliveries.count >= 3
                    }
                }
                try await eventually("nothing stuck") { try await stage.statistics().stuck == 0 }
            }
            #expect(self.texts(collector) == ["1", "2", "3"])
        }
    }
}
