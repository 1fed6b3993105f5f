import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

@testable import MessagingLive

@Suite("What the inbox remembers")
struct InboxMemoryTests {
    /// An identifier as a publisher would have made it at this time.
    private func identifier(at text: String) throws -> MessageID {
        let time = try Date(text, strategy: .iso8601)
        let milliseconds = UInt64(time.timeIntervalSince1970 * 1_000)
        let hex = String(milliseconds, radix: 16)
        let padded = String(repeating: "0", count: 12 - hex.count) + hex
        let tail = UUID().uuidString.dropFirst(15)
        return try #require(MessageID("\(padded.prefix(8))-\(padded.suffix(4))-7\(tail)".lowercased()))
    }

    private func keep(_ stage: Stage, at time: String) async throws {
        let time = try Date(time, strategy: .iso8601)
        try await stage.database.transaction { tx in try InboxStore.keep(at: time, tx) }
    }

    @Test("A month's messages lie in the month's partition; what is older than 400 days is dropped, and then refused")
    func months() async throws {
        try await Stage.with(.memory) { stage in
            try await self.keep(stage, at: "2024-03-10T00:00:00Z")
            let old = try self.identifier(at: "2024-03-11T00:00:00Z")
            let first = try TestMessage.event("first", sequence: 1, id: old)
            let again = try TestMessage.event(
                "again", subject: "t", sequence: 1, id: self.identifier(at: "2024-03-12T00:00:00Z"))
            let today = try TestMessage.event("today", sequence: 2)
            stage.clock.advance(by: .seconds(-78_000_000))
            try await stage.live {
                try await stage.send([first])
                try await eventually("the effect") { try await stage.effects() == ["first"] }
            }
            #expect(try await stage.count("inbox_2024_03") == 1)
            #expect(try await stage.count("inbox_rest") == 0)
            stage.clock.advance(by: .seconds(78_000_000))
            try await self.keep(stage, at: "2026-11-01T00:00:00Z")
            #expect(try await stage.count("pg_class WHERE relname LIKE 'inbox_2024_%' AND relkind = 'r'") == 0)
            try await stage.live {
                // The position still knows the first; of the other nobody can say whether it had its effect.
                try await stage.send([first, again, today])
                try await eventually("the new one") { try await stage.effects() == ["first", "today"] }
                try await eventually("the parking") { try await stage.parked().count == 1 }
            }
            #expect(try await stage.parked().map(\.reason) == [.forgotten])
            #expect(try await stage.parked().map(\.subject) == ["t"])
        }
    }

    @Test("A partition stays while something rests that may still run, or while it is still written to")
    func needed() async throws {
        try await Stage.with(.memory) { stage in
            try await self.keep(stage, at: "2024-03-10T00:00:00Z")
            let id = try self.identifier(at: "2024-02-02T00:00:00Z")
            try await stage.database.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO retry (queue, sender, message_id, attempt, due_at, reason, is_replay, history, message, body)
                    VALUES ('test.events', '', \(id.uuid), 1, now(), 'x', FALSE, '[]', '', '')
                    """)
            }
            try await self.keep(stage, at: "2026-11-01T00:00:00Z")
            #expect(try await stage.count("pg_class WHERE relname = 'inbox_2024_02'") == 1)
            try await stage.database.transaction { tx in
                try tx.execute("DELETE FROM retry")
                try tx.execute("INSERT INTO inbox VALUES (\(id.uuid), 'test.write-down', now())")
            }
            try await self.keep(stage, at: "2026-11-01T00:00:00Z")
            #expect(try await stage.count("pg_class WHERE relname = 'inbox_2024_02'") == 1)
            // A clock that is a year ahead drops nothing.
            try await self.keep(stage, at: "2099-11-01T00:00:00Z")
            #expect(try await stage.count("inbox_2024_02") == 1)
        }
    }

    @Test("What was parked longer ago than the inbox remembers can still be replayed, and has its effect once")
    func parkedForYears() async throws {
        try await Stage.with(.memory) { stage in
            try await self.keep(stage, at: "2024-03-10T00:00:00Z")
            let id = try self.identifier(at: "2024-03-11T00:00:00Z")
            stage.clock.advance(by: .seconds(-78_000_000))
            try await stage.live {
                try await stage.send([
                    TestMessage.event("is parked", sequence: 1, id: id), TestMessage.event("next", sequence: 2),
                ])
                try await eventually("the parking") { try await stage.parked().count == 1 }
                try await eventually("the next") { try await stage.effects() == ["next"] }
            }
            stage.clock.advance(by: .seconds(78_000_000))
            try await self.keep(stage, at: "2026-11-01T00:00:00Z")
            // The months before have nothing that is needed; this one has.
            #expect(try await stage.count("pg_class WHERE relname = 'inbox_2024_02'") == 0)
            #expect(try await stage.count("pg_class WHERE relname = 'inbox_2024_03'") == 1)
            @Sendable func replay() async throws {
                try await stage.database.transaction { tx in
                    try tx.execute(
                        "UPDATE parked_message SET body = convert_to('{\"subject\":\"s\",\"text\":\"mended\"}', 'UTF8')"
                    )
                    let isReplayed = try ParkedMessage.replay(
                        queue: "test.events", messageID: id, now: stage.clock.now, in: tx)
                    #expect(isReplayed)
                }
            }
            try await replay()
            try await self.keep(stage, at: "2026-11-01T00:00:00Z")
            #expect(try await stage.count("pg_class WHERE relname = 'inbox_2024_03'") == 1)
            try await stage.live {
                try await eventually("the replay") { try await stage.effects() == ["next", "mended"] }
                try await eventually("no retry is left") { try await stage.statistics().retries == 0 }
                // Put back by hand, as if the tool had been killed between its two steps.
                try await stage.database.transaction { tx in
                    try tx.execute("UPDATE parked_message SET replayed_at = NULL")
                }
                try await self.keep(stage, at: "2026-11-01T00:00:00Z")
                stage.clock.advance(by: .seconds(3_600))
                try await replay()
                try await eventually("no retry is left") { try await stage.statistics().retries == 0 }
            }
            #expect(try await stage.effects() == ["next", "mended"])
            #expect(try await stage.parked().isEmpty)
        }
    }

    @Test("Replies lie in the quarter's partition, and are dropped with it when they are older than 400 days")
    func replies() async throws {
        try await Stage.with(.memory) { stage in
            try await self.keep(stage, at: "2024-03-10T00:00:00Z")
            try await stage.database.transaction { tx in
                for (time, name) in [("2024-02-02", "old"), ("2024-09-09", "between"), ("2031-05-05", "ahead")] {
                    try tx.execute(
                        """
                        INSERT INTO command_reply (queue, sender, message_id, reply, replied_at)
                        VALUES ('test.commands', \(name), \(UUID()), '', \(time)::text::timestamptz)
                        """)
                }
            }
            #expect(try await stage.count("command_reply_2024_q1") == 1)
            #expect(try await stage.count("command_reply_rest") == 2)
            try await self.keep(stage, at: "2031-05-06T00:00:00Z")
            #expect(try await stage.count("command_reply_2031_q2") == 1)
            // By the database's clock, which a node whose own is years ahead does not change.
            #expect(try await stage.count("pg_class WHERE relname = 'command_reply_2024_q1'") == 0)
            try await self.keep(stage, at: "2099-01-01T00:00:00Z")
            #expect(try await stage.count("command_reply WHERE sender = 'ahead'") == 1)
            #expect(try await stage.count("command_reply WHERE sender = 'between'") == 1)
        }
    }

    @Test("What fell into no month's partition is moved when the month's is made")
    func rest() async throws {
        try await Stage.with(.memory) { stage in
            let id = try self.identifier(at: "2031-05-05T00:00:00Z")
            try await stage.database.transaction { tx in
                try tx.execute("INSERT INTO inbox VALUES (\(id.uuid), 'test.write-down', now())")
            }
            #expect(try await stage.statistics().inboxUnplaced == 1)
            try await self.keep(stage, at: "2031-05-06T00:00:00Z")
            #expect(try await stage.statistics().inboxUnplaced == 0)
            #expect(try await stage.count("inbox_2031_05") == 1)
        }
    }

    @Test("Everything that was ever published, replayed a year later, changes nothing")
    func replayAfterAYear() async throws {
        try await Stage.with(.memory) { stage in
            let messages = try (1...40).map {
                try TestMessage.event("\($0)", subject: "s\($0 % 4)", sequence: Int64(($0 - 1) / 4 + 1))
            }
            try await stage.live {
                try await stage.send(messages.shuffled())
                try await eventually("all effects") { try await stage.effects().count == 40 }
                stage.clock.advance(by: .seconds(366 * 86_400))
                try await stage.send(messages.shuffled())
                try await stage.send([TestMessage.event("last", subject: "s0", sequence: 11)])
                try await eventually("the last") { try await stage.effects(subject: "s0").last == "last" }
                let memory = try #require(stage.broker as? InMemoryBroker)
                try await eventually("the queue is empty") { memory.depth(of: "test.events") == 0 }
            }
            #expect(try await stage.effects().count == 41)
            #expect(try await stage.statistics().early == 0)
            #expect(try await stage.parked().isEmpty)
        }
    }
}
