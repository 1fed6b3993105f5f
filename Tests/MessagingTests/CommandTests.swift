import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres
import TestSupport
import Testing

@Suite("Commands over AMQP")
struct CommandTests {
    private static let id = CaseID(UUID())

    /// Sends commands to a running service and waits for this many replies.
    private func ask(
        on kind: BrokerKind = .memory, _ messages: [OutgoingMessage], replies count: Int,
        _ check: @Sendable (Stage, Collector) async throws -> Void
    ) async throws {
        try await Stage.with(kind) { stage in
            let collector = Collector(stage.under.another(), queue: "replies")
            try await stage.live {
                try await running({ try await collector.run() }) {
                    try await stage.send(messages)
                    try await eventually("\(count) replies") {
                        stage.clock.advance(by: .seconds(60))
                        return collector.deliveries.count >= count
                    }
                    try await check(stage, collector)
                }
            }
        }
    }

    /// Waits for so many replies. A reply may be delivered twice, and an attempt that met a busy machine waits until its
    /// time has come again: so they are told apart by their ids, and time passes.
    private func replies(_ count: Int, _ stage: Stage, _ collector: Collector) async throws {
        do {
            try await eventually("\(count) replies") {
                stage.clock.advance(by: .seconds(1))
                return collector.names.count >= count
            }
        } catch let error as NotInTime {
            let statistics = try await stage.statistics()
            Issue.record("\(collector.names.count) of \(count) replies are there: \(statistics)")
            throw error
        }
        #expect(collector.names.count == count)
    }

    @Test("A command is carried out once and answered with its correlation", arguments: BrokerKind.allCases)
    func accepted(kind: BrokerKind) async throws {
        let command = try TestMessage.command(TakeCase(caseId: Self.id, version: 3))
        try await self.ask(on: kind, [command], replies: 1) { stage, collector in
            let reply = try #require(try collector.replies().first)
            #expect(reply.accepted && reply.version == 4)
            #expect(collector.deliveries[0].properties.correlationID == "my-question")
            #expect(collector.deliveries[0].properties.headers["causationid"]?.string == command.properties.messageID)
            #expect(try await stage.effects() == ["Petugas"])
        }
    }

    @Test("The same command again gets the same answer again and has no second effect", arguments: BrokerKind.allCases)
    func duplicate(kind: BrokerKind) async throws {
        let command = try TestMessage.command(TakeCase(caseId: Self.id, version: 3))
        var expired = command
        // Its token has run out since: the answer stands all the same.
        expired.properties.headers["actor-token"] = .string("expired")
        try await Stage.with(kind) { stage in
            let collector = Collector(stage.under.another(), queue: "replies")
            let late = expired
            try await stage.live {
                try await running({ try await collector.run() }) {
                    try await stage.send([command, command, command])
                    try await self.replies(3, stage, collector)
                    try await stage.send([late])
                    try await self.replies(4, stage, collector)
                    #expect(Set(try collector.replies()).count == 1)
                    #expect(try collector.replies().allSatisfy(\.accepted))
                    #expect(try await stage.effects().count == 1)
                }
            }
        }
    }

    @Test("An attempt that ran out of its time is made again; every copy of the command is answered")
    func outOfTime() async throws {
        let command = try TestMessage.command(TakeCase(caseId: Self.id, version: 504))
        try await Stage.with(.memory) { stage in
            let collector = Collector(stage.under.another(), queue: "replies")
            try await stage.live {
                try await running({ try await collector.run() }) {
                    try await stage.send([command, command])
                    try await eventually("both wait for another attempt") {
                        let memory = stage.broker as? InMemoryBroker
                        let retries = try await stage.statistics().retries
                        return memory?.depth(of: "test.commands") == 0 && retries == 1
                    }
                    #expect(collector.names.isEmpty)
                    try await self.replies(1, stage, collector)
                    try await stage.send([command, command])
                    try await self.replies(3, stage, collector)
                    #expect(Set(try collector.replies()).count == 1)
                    #expect(try collector.replies().allSatisfy(\.accepted))
                    #expect(try await stage.effects().count == 1)
                }
            }
        }
    }

    @Test("A problem refuses the command, and what the handler wrote is gone", arguments: BrokerKind.allCases)
    func problem(kind: BrokerKind) async throws {
        let command = try TestMessage.command(TakeCase(caseId: Self.id, version: 409))
        try await self.ask(on: kind, [command], replies: 1) { stage, collector in
            let reply = try #require(try collector.replies().first)
            #expect(!reply.accepted)
            #expect(reply.problems.map(\.code) == ["sudah-diambil"])
            #expect(try await stage.effects().isEmpty)
            #expect(try await stage.parked().isEmpty)
        }
    }

    @Test("A missing or forged token is refused, and no token is ever stored", arguments: [nil, "forged", ""])
    func token(token: String?) async throws {
        let command = try TestMessage.command(TakeCase(caseId: Self.id, version: 1), token: token)
        try await self.ask([command], replies: 1) { stage, collector in
            let replies = try collector.replies()
            #expect(replies.first?.problems.map(\.code) == ["belum-masuk"])
            #expect(try await stage.effects().isEmpty)
            #expect(try await stage.holdsNowhere("forged"))
        }
    }

    @Test("The token of a command that is tried again is not stored, but its actor is known")
    func tokenInRetry() async throws {
        let command = try TestMessage.command(TakeCase(caseId: Self.id, version: 500))
        try await Stage.with(.memory) { stage in
            try await stage.live {
                try await stage.send([command])
                try await eventually("the retry") { try await stage.statistics().retries == 1 }
                #expect(try await stage.holdsNowhere(TestToken.good))
                #expect(try await stage.count("retry WHERE actor IS NOT NULL") == 1)
            }
        }
    }

    @Test("After the last technical failure the sender is refused and the command is parked")
    func technicalFailure() async throws {
        let command = try TestMessage.command(TakeCase(caseId: Self.id, version: 500))
        try await self.ask([command], replies: 1) { stage, collector in
            let replies = try collector.replies()
            #expect(replies.first?.problems.map(\.code) == ["kesalahan-sistem"])
            #expect(try await stage.parked().map(\.reason) == [.exhausted("Trouble")])
            #expect(try await stage.effects().isEmpty)
            #expect(try await stage.statistics().retries == 0)
        }
    }

    @Test("A body that cannot be read is refused with field and remedy")
    func unreadable() async throws {
        var broken = try TestMessage.command(TakeCase(caseId: Self.id, version: 1))
        broken.body = Array(#"{"caseId":"no uuid","version":1}"#.utf8)
        var text = try TestMessage.command(TakeCase(caseId: Self.id, version: 1))
        text.body = [0xC3, 0x28]
        var large = try TestMessage.command(TakeCase(caseId: Self.id, version: 1))
        large.body = [UInt8](repeating: 0x20, count: 300_000)
        try await self.ask([broken, text, large], replies: 3) { stage, collector in
            let problems = try collector.replies().flatMap(\.problems)
            #expect(Set(problems.map(\.code)) == ["isian-tidak-sah", "tidak-terbaca", "terlalu-besar"])
            #expect(problems.flatMap(\.errors).map(\.field) == ["caseId"])
            #expect(try await stage.effects().isEmpty)
        }
    }

    @Test("An unknown command or version is refused with the list of known ones")
    func unknown() async throws {
        let command = try TestMessage.command(TakeCase(caseId: Self.id, version: 1), type: "case.take.v9")
        try await self.ask([command], replies: 1) { _, collector in
            let problem = try #require(try collector.replies().first?.problems.first)
            #expect(problem.code == "perintah-tidak-dikenal")
            #expect(problem.detail?.contains("case.take.v1") == true)
        }
    }

    @Test("A missing message id is refused with its name; a smuggled type is refused")
    func envelope() async throws {
        var anonymous = try TestMessage.command(TakeCase(caseId: Self.id, version: 1))
        anonymous.properties.messageID = nil
        var smuggled = try TestMessage.command(TakeCase(caseId: Self.id, version: 1))
        smuggled.routingKey = "complaint.file.v1"
        try await self.ask([anonymous, smuggled], replies: 2) { stage, collector in
            let fields = try collector.replies().flatMap(\.problems).flatMap(\.errors).map(\.field)
            #expect(Set(fields) == ["message_id", "routing_key"])
            #expect(try await stage.effects().isEmpty)
        }
    }

    @Test("A command that names no user, or one that is no program, is parked, answered nowhere and not carried out")
    func nameless() async throws {
        try await Stage.with(.memory) { stage in
            let messages = try [nil, "", "nobody"].map {
                try TestMessage.command(TakeCase(caseId: Self.id, version: 1), user: $0)
            }
            try await stage.live {
                try await stage.send(messages)
                try await eventually("the parking") { try await stage.parked().count == 3 }
            }
            #expect(try await stage.parked().allSatisfy { $0.reason == .envelope("user_id") })
            #expect(try await stage.count("outbox") == 0)
            #expect(try await stage.effects().isEmpty)
        }
    }

    @Test("No answer reaches a stranger's queue: its sender is told, nothing is done", arguments: BrokerKind.allCases)
    func foreignReplyTo(kind: BrokerKind) async throws {
        let command = try TestMessage.command(TakeCase(caseId: Self.id, version: 1), replyTo: "stranger")
        var broken = try TestMessage.command(TakeCase(caseId: Self.id, version: 1), replyTo: "stranger")
        broken.properties.messageID = nil
        let late = try TestMessage.command(TakeCase(caseId: Self.id, version: 1))
        try await self.ask(on: kind, [command, broken, late], replies: 3) { stage, collector in
            let fields = try collector.replies().flatMap(\.problems).flatMap(\.errors).map(\.field)
            #expect(Set(fields) == ["reply_to", "message_id"])
            #expect(try await stage.effects().count == 1)
            // Also the answer to a command that was carried out before stays with its sender.
            var again = late
            again.properties.replyTo = "stranger"
            try await stage.send([again])
            try await self.replies(4, stage, collector)
            #expect(try await stage.count("outbox WHERE routing_key <> 'me'") == 0)
        }
    }

    @Test("A program of another kind may not send an officer's command, whatever token it carries")
    func foreignKind() async throws {
        let command = try TestMessage.command(
            TakeCase(caseId: Self.id, version: 1), replyTo: "stranger", user: TestSender.stranger)
        try await Stage.with(.memory) { stage in
            let collector = Collector(stage.under.another(), queue: "stranger")
            try await stage.live {
                try await running({ try await collector.run() }) {
                    try await stage.send([command])
                    try await self.replies(1, stage, collector)
                }
            }
            #expect(try collector.replies().flatMap(\.problems).map(\.code) == ["tidak-berwenang"])
            #expect(try await stage.effects().isEmpty)
        }
    }

    @Test("Without reply_to a command is carried out and nobody is told; a bad one is parked")
    func noReply() async throws {
        try await Stage.with(.memory) { stage in
            let good = try TestMessage.command(TakeCase(caseId: Self.id, version: 1), replyTo: nil)
            let bad = try TestMessage.command(TakeCase(caseId: Self.id, version: 1), token: nil, replyTo: nil)
            try await stage.live {
                try await stage.send([good, bad])
                try await eventually("the effect") { try await stage.effects().count == 1 }
                try await eventually("the parking") { try await stage.parked().count == 1 }
            }
            #expect(try await stage.count("outbox") == 0)
            #expect(try await stage.parked().first?.reason == .rejected("belum-masuk"))
        }
    }
}

extension Stage {
    /// Whether no table of messaging holds the text.
    func holdsNowhere(_ secret: String) async throws -> Bool {
        try await self.database.read { tx in
            let tables = ["outbox", "retry", "parked_message", "command_reply", "inbox_early"]
            return try tables.allSatisfy { table in
                try tx.one(
                    """
                    SELECT count(*) AS n FROM \(identifier: table) t
                     WHERE t::text LIKE '%' || \(secret) || '%'
                        OR t::text LIKE '%' || encode(convert_to(\(secret), 'UTF8'), 'hex') || '%'
                    """
                ) { try $0.get("n", as: Int.self) } == 0
            }
        }
    }
}
