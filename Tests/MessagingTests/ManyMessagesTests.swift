import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres
import Seeds
import TestSupport
import Testing

@Suite("Many messages, and one thing wrong with them")
struct ManyMessagesTests {
    private func texts(_ stage: Stage) async throws -> [String: [String]] {
        let pairs = try await stage.database.read { tx in
            try tx.rows("SELECT subject, text FROM effect ORDER BY id") {
                (subject: try $0.get("subject", as: String.self), text: try $0.get("text", as: String.self))
            }
        }
        return Dictionary(grouping: pairs, by: \.subject).mapValues { $0.map(\.text) }
    }

    @Test("All events of 1,000 cases, each twice and in any order, lead to the same end", arguments: [UInt64(7)])
    func shuffled(seed: UInt64) async throws {
        try await Stage.with(.memory) { stage in
            var random = SeededRandom(seed: seed)
            let messages = try (0..<1_000).flatMap { subject in
                try (1...3).map { try TestMessage.event("\($0)", subject: "case \(subject)", sequence: $0) }
            }
            let mixed = (messages + messages).shuffled(using: &random)
            try await stage.live {
                try await stage.send(mixed)
                try await eventually(within: .seconds(120), "all effects") {
                    try await stage.count("effect") >= 3_000
                }
                let memory = try #require(stage.broker as? InMemoryBroker)
                try await eventually("the queue is empty") { memory.depth(of: "test.events") == 0 }
            }
            let ends = try await self.texts(stage)
            #expect(ends.count == 1_000 && ends.values.allSatisfy { $0 == ["1", "2", "3"] }, "seed \(seed)")
            #expect(try await stage.statistics().early == 0)
            #expect(try await stage.parked().isEmpty)
        }
    }

    @Test(
        "One that always fails among 1,000 good ones: 1,000 effects, and one is parked", arguments: BrokerKind.allCases)
    func oneBad(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            // Ten subjects of 100; in the middle of one of them is the bad one, and half a hundred wait behind it.
            var messages = try (0..<1_000).map {
                try TestMessage.event("\($0 / 10)", subject: "s\($0 % 10)", sequence: Int64($0 / 10 + 1))
            }
            for index in messages.indices where index % 10 == 3 && index >= 500 {
                messages[index] = try TestMessage.event(
                    "\(index / 10)", subject: "s3", sequence: Int64(index / 10 + 2))
            }
            messages.insert(try TestMessage.event("always fails", subject: "s3", sequence: 51), at: 503)
            let all = messages
            try await stage.live {
                try await stage.send(all)
                try await eventually("nine subjects do not wait") {
                    try await stage.count("effect WHERE subject <> 's3'") == 900
                }
                #expect(try await stage.effects(subject: "s3").count == 50)
                try await eventually(within: .seconds(60), "what waited behind it goes on") {
                    stage.clock.advance(by: .seconds(60))
                    return try await stage.count("effect") >= 1_000
                }
                try await eventually("one is parked") { try await stage.parked().count == 1 }
            }
            let wanted = (0..<100).map { "\($0)" }
            let ends = try await self.texts(stage)
            #expect(ends.count == 10 && ends.values.allSatisfy { $0 == wanted })
            #expect(try await stage.parked().map(\.sequence) == [51])
        }
    }

    @Test("A database that lets nobody in for seconds: what arrives meanwhile waits, and has its effect once")
    func databaseAway() async throws {
        try await Stage.with(.rabbit) { stage in
            let name = try #require(try Conninfo(stage.conninfo)["dbname"])
            let server = try TestDatabase.server()
            let messages = try (0..<200).map {
                try TestMessage.event("\($0 / 10)", subject: "s\($0 % 10)", sequence: Int64($0 / 10 + 1))
            }
            try await stage.live {
                try await stage.send(Array(messages[..<50]))
                try await eventually("it works") { try await stage.effects().count == 50 }
                try await Maintenance.execute(
                    [
                        "ALTER DATABASE \(identifier: name) ALLOW_CONNECTIONS false",
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(unsafeRaw: name)'",
                    ], conninfo: server)
                let away = ContinuousClock.now
                try await stage.send(Array(messages[50...]))
                // Longer than a statement, a lease of the relay and the relay's silence may take.
                try await eventually("eight seconds have passed") { ContinuousClock.now - away > .seconds(8) }
                await #expect(throws: PostgresError.self) {
                    try await Maintenance.execute(["SELECT 1"], conninfo: stage.conninfo)
                }
                try await Maintenance.execute(
                    ["ALTER DATABASE \(identifier: name) ALLOW_CONNECTIONS true"], conninfo: server)
                // The database may not let anybody in yet: that is the same as nothing found.
                try await eventually("all effects") { (try? await stage.effects().count) ?? 0 >= 200 }
                // The relay, too, is back.
                try await stage.append("after all", subject: "last")
                try await eventually("the last") { try await stage.effects(subject: "last") == ["after all"] }
            }
            let wanted = (0..<20).map { "\($0)" }
            var ends = try await self.texts(stage)
            ends["last"] = nil
            #expect(ends.count == 10 && ends.values.allSatisfy { $0 == wanted })
            #expect(try await stage.parked().isEmpty)
            #expect(try await stage.statistics().retries == 0)
        }
    }
}
