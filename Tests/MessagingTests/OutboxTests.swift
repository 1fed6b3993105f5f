import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres
import TestSupport
import Testing

@Suite("Outbox")
struct OutboxTests {
    private struct Change: Error {}

    @Test("Fifty transactions at once number a subject from 1 without gaps, though every third rolls back")
    func gapless() async throws {
        try await Stage.with(.memory) { stage in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        // Every third throws on purpose; an append that fails otherwise is missed in the count below.
                        try? await stage.database.transaction { tx in
                            try Outbox.append(
                                Noted(subject: "s", text: "\(number)"), at: stage.clock.now, by: "test", ids: .system,
                                in: tx)
                            if number % 3 == 0 { throw Change() }
                        }
                    }
                }
            }
            let rows = try await stage.database.read { tx in
                try tx.rows("SELECT sequence, row_number() OVER (ORDER BY id) AS place FROM outbox ORDER BY id") {
                    (try $0.get("sequence", as: Int64.self), try $0.get("place", as: Int64.self))
                }
            }
            #expect(rows.count == 33)
            // The order of ids is the order of sequences.
            #expect(rows.allSatisfy { $0.0 == $0.1 })
        }
    }

    @Test("A message carries cause, correlation and trace of the message that led to it")
    func causation() async throws {
        try await Stage.with(.memory) { stage in
            let cause = Envelope(
                id: MessageID(UUID()), type: "a.b.v1", source: "other", time: stage.clock.now, subject: "s",
                correlationID: "all-of-it", traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            _ = try await stage.database.transaction { tx in
                try Outbox.append(
                    Noted(subject: "s", text: "x"), at: stage.clock.now, by: "test", ids: .system, causedBy: cause,
                    in: tx)
            }
            let collector = Collector(stage.broker, queue: "test.events")
            let relay = Relay(
                stage.setup, database: Database(stage.relayConfiguration, logger: stage.setup.logger),
                broker: stage.broker)
            try await running({ try await relay.run() }) {
                try await running({ try await collector.run() }) {
                    try await eventually { collector.deliveries.count == 1 }
                }
            }
            let read = try Envelope(
                reading: collector.deliveries[0].properties, as: .event, receivedAt: .distantPast)
            #expect(read.causationID == cause.id)
            #expect(read.correlationID == "all-of-it")
            #expect(read.traceparent == cause.traceparent)
            #expect(read.sequence == 1)
            #expect(read.source == "test")
        }
    }

    @Test("A body above 256 KiB, and a subject that no header takes, are refused at once")
    func refused() async throws {
        try await Stage.with(.memory) { stage in
            await #expect(throws: OutboxError.tooLarge(Noted.type)) {
                try await stage.append(String(repeating: "x", count: 300_000))
            }
            await #expect(throws: OutboxError.unusableSubject(Noted.type)) {
                try await stage.append("x", subject: "")
            }
            let rows = try await stage.count("outbox")
            #expect(rows == 0)
        }
    }

    @Test("A reply is written only when the sender said where it reads answers")
    func reply() async throws {
        try await Stage.with(.memory) { stage in
            var command = Envelope(
                id: MessageID(UUID()), type: TakeCase.type, source: "office", time: stage.clock.now, subject: "")
            let asked = command
            command.replyTo = "me"
            let answered = command
            let ids = try await stage.database.transaction { tx in
                try [asked, answered].map {
                    try Outbox.append(
                        reply: .accepted(TakeCase.type, id: nil), to: $0, at: stage.clock.now, by: "test", ids: .system,
                        in: tx)
                }
            }
            #expect(ids[0] == nil && ids[1] != nil)
            #expect(try await stage.count("outbox WHERE NOT mandatory AND exchange = 'layak.replies'") == 1)
        }
    }

    @Test("Events that somebody acts on are mandatory; terminal ones and worklists are not")
    func mandatory() async throws {
        try await Stage.with(.memory) { stage in
            let id = CaseID(UUID())
            try await stage.database.transaction { tx in
                try Outbox.append(
                    Noted(subject: "s", text: "unknown to the catalogue"), at: stage.clock.now, by: "test",
                    ids: .system, in: tx)
                try Outbox.append(
                    worklist: WorklistEntry(
                        caseId: id, caseNumber: "n", unit: .headquarters, task: "completeness", title: "t",
                        institution: "i", version: 1, arrivedAt: stage.clock.now), at: stage.clock.now, by: "test",
                    ids: .system, in: tx)
            }
            #expect(try await stage.count("outbox WHERE mandatory") == 1)
            #expect(
                try await stage.count("outbox WHERE NOT mandatory AND routing_key = 'unit.0000.completeness'") == 1)
        }
    }
}
