import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

@testable import MessagingLive

/// Fails at first; then its own connection dies under it, more often than a message may end its process.
struct LoseConnections: MessageHandler {
    static let consumer: ConsumerName = "test.lose-connections"
    static let retry = RetryPolicy.exponential(attempts: 4, from: .seconds(2), to: .minutes(1))
    static let times = 7
    let lost = Lost()

    struct Trouble: Error {}

    func handle(_ event: Noted, in tx: Transaction, context: MessageContext) throws {
        if context.attempt == 1 { throw Trouble() }
        if self.lost.count < Self.times {
            self.lost.add()
            try tx.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        }
        try tx.execute("INSERT INTO effect (subject, text, attempt) VALUES (\(event.subject), \(event.text), 2)")
    }
}

@Suite("What waits for another attempt")
struct RetryTests {
    private static let handlers = [AnyEventHandler(WriteDown())]

    private func runner(_ setup: MessagingSetup) -> RetryRunner {
        RetryRunner(setup, eventHandlers: Self.handlers, commandHandlers: [], verifyActorToken: TestToken.verify)
    }

    private func fail(_ messages: [OutgoingMessage], _ setup: MessagingSetup, _ stage: Stage) async throws {
        let consumer = EventConsumer(setup, broker: stage.broker, handlers: Self.handlers)
        try await stage.send(messages)
        try await running({ try await consumer.run() }) {
            try await eventually("the failures") { try await stage.statistics().retries == messages.count }
        }
    }

    @Test("Two nodes whose clocks are two hours apart try a message again when the database's clock says so")
    func twoClocks() async throws {
        try await Stage.with(.memory) { stage in
            var (ahead, behind) = (stage.setup, stage.setup)
            ahead.now = { stage.clock.now + 3_600 }
            behind.now = { stage.clock.now - 3_600 }
            let (early, late) = (self.runner(ahead), self.runner(behind))
            try await self.fail([TestMessage.event("fails three times", sequence: 1)], ahead, stage)
            // The first wait is half of two seconds, the second half of four.
            stage.clock.advance(by: .milliseconds(999))
            for node in [early, late] { _ = try await node.round() }
            #expect(try await stage.count("retry WHERE attempt = 1") == 1)
            stage.clock.advance(by: .milliseconds(2))
            _ = try await late.round()
            #expect(try await stage.count("retry WHERE attempt = 2") == 1)
            for node in [early, late] { _ = try await node.round() }
            #expect(try await stage.count("retry WHERE attempt = 2") == 1)
            stage.clock.advance(by: .milliseconds(2_001))
            _ = try await late.round()
            #expect(try await stage.count("retry WHERE attempt = 3") == 1)
        }
    }

    @Test("A node whose clock is an hour off writes the database's time beside an attempt")
    func databaseTime() async throws {
        try await Stage.with(.memory) { stage in
            var setup = stage.setup
            setup.timerClock = .database
            setup.now = { Date() + 3_600 }
            try await self.fail([TestMessage.event("fails three times", sequence: 1)], setup, stage)
            #expect(try await stage.count("retry WHERE due_at < clock_timestamp() + interval '10 minutes'") == 1)
            #expect(
                try await stage.count(
                    "retry WHERE (history -> 0 ->> 'at')::timestamptz < clock_timestamp() + interval '10 minutes'")
                    == 1)
        }
    }

    @Test("A waiting message that this build cannot read is parked as it is; its subject and all others go on")
    func unreadable() async throws {
        try await Stage.with(.memory) { stage in
            try await stage.live {
                try await stage.send([
                    TestMessage.event("fails three times", subject: "a", sequence: 1),
                    TestMessage.event("after it", subject: "a", sequence: 2),
                    TestMessage.event("fails three times", subject: "b", sequence: 1),
                    TestMessage.event("too early", subject: "c", sequence: 2),
                    TestMessage.event("earlier still", subject: "c", sequence: 3),
                ])
                try await eventually("two failures") { try await stage.statistics().retries == 2 }
                try await eventually("three early") { try await stage.statistics().early == 3 }
                try await stage.database.transaction { tx in
                    try tx.execute("UPDATE retry SET message = 'not JSON' WHERE subject = 'a'")
                    try tx.execute("UPDATE inbox_early SET message = '{}' WHERE subject = 'c' AND sequence = 2")
                }
                try await stage.send([TestMessage.event("first", subject: "c", sequence: 1)])
                try await eventually("everything that can be read") {
                    stage.clock.advance(by: .seconds(10))
                    return try await stage.effects().count == 4
                }
            }
            #expect(try await stage.effects(subject: "a") == ["after it"])
            #expect(try await stage.effects(subject: "b") == ["fails three times"])
            #expect(try await stage.effects(subject: "c") == ["first", "earlier still"])
            let parked = try await stage.parked()
            #expect(Set(parked.map(\.subject)) == ["a", "c"])
            #expect(parked.allSatisfy { $0.reason == .unreadable && $0.bodySize > 0 })
            #expect(try await stage.count("parked_message WHERE message = 'not JSON'") == 1)
            #expect(try await stage.statistics().retries == 0)
            #expect(try await stage.count("inbox_attempt") == 0)
        }
    }

    @Test("Messages that our own statements refuse are put off and stand in nobody's way")
    func refused() async throws {
        try await Stage.with(.memory) { stage in
            let bad = try (1...6).map { try TestMessage.event("fails three times", subject: "bad\($0)", sequence: 1) }
            try await self.fail(
                bad + [TestMessage.event("fails three times", subject: "good", sequence: 1)], stage.setup, stage)
            try await stage.database.transaction { tx in
                try tx.execute(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                      $$ BEGIN RAISE EXCEPTION 'refused'; END $$
                    """)
                try tx.execute(
                    """
                    CREATE TRIGGER refuses BEFORE UPDATE OF attempt ON retry
                      FOR EACH ROW WHEN (OLD.subject LIKE 'bad%') EXECUTE FUNCTION refuse()
                    """)
                try tx.execute("UPDATE retry SET due_at = due_at - interval '1 minute' WHERE subject LIKE 'bad%'")
            }
            let runner = self.runner(stage.setup)
            stage.clock.advance(by: .seconds(2))
            for _ in 1...3 { _ = try await runner.round() }
            #expect(try await stage.count("retry WHERE subject = 'good' AND attempt = 2") == 1)
            #expect(try await stage.count("retry WHERE subject LIKE 'bad%' AND attempt = 1") == 6)
        }
    }

    @Test("A waiting message whose connection dies under it again and again is not taken for one that ends processes")
    func sessionsEnd() async throws {
        try await Stage.with(.memory) { stage in
            let handlers = [AnyEventHandler(LoseConnections())]
            let consumer = EventConsumer(stage.setup, broker: stage.broker, handlers: handlers)
            let runner = RetryRunner(
                stage.setup, eventHandlers: handlers, commandHandlers: [], verifyActorToken: TestToken.verify)
            try await stage.send([TestMessage.event("once", sequence: 1)])
            try await running({ try await consumer.run() }) {
                try await eventually("the failure") { try await stage.statistics().retries == 1 }
            }
            stage.clock.advance(by: .seconds(2))
            for _ in 1...LoseConnections.times {
                await #expect(throws: PostgresError.self) { try await runner.round() }
                #expect(try await stage.count("inbox_attempt WHERE begun = 1") == 1)
            }
            _ = try await runner.round()
            #expect(try await stage.effects() == ["once"])
            #expect(try await stage.parked().isEmpty)
            #expect(try await stage.count("inbox_attempt") == 0)
        }
    }

    @Test("When nobody knows whether a beginning was counted, it is not counted again")
    func countedOnce() async throws {
        try await Stage.with(.memory) { stage in
            try await stage.database.transaction { tx in
                try tx.execute("CREATE SEQUENCE counted")
                try tx.execute(
                    """
                    CREATE FUNCTION end_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                      IF nextval('counted') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
                      RETURN NULL;
                    END $$
                    """)
                // At the end of the transaction: the connection is lost while the commit is under way.
                try tx.execute(
                    """
                    CREATE CONSTRAINT TRIGGER ends AFTER INSERT OR UPDATE ON inbox_attempt
                      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_first()
                    """)
            }
            let lanes = LaneConsumer(
                queue: "test.events", subscription: stage.broker.subscribe(queue: "test.events", prefetch: 8),
                limits: stage.setup.limits.consumer(batch: 8), setup: stage.setup,
                work: EventProcessor(setup: stage.setup, handlers: Self.handlers), isForSuspects: true)
            try await stage.send([TestMessage.event("once", sequence: 1)])
            try await running({ try await lanes.run() }) {
                try await eventually("the effect") { try await stage.effects() == ["once"] }
            }
            let counted: Int = try await stage.database.read { tx in
                try tx.one("SELECT last_value FROM counted") { try $0.get(0) }
            }
            #expect(counted == 1)
            #expect(try await stage.parked().isEmpty)
        }
    }
}
