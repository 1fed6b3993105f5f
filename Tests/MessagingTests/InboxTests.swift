import Contracts
import Foundation
import Messaging
@testable import MessagingLive
import Postgres
import TestSupport
import Testing

/// Ways in which a message can be broken, and the reason under which each is parked.
enum Poison {
    static let all: [(String, @Sendable (inout OutgoingMessage) -> Void, String)] = [
        ("no message id", { $0.properties.messageID = nil }, "envelope:message_id"),
        ("a message id that is none", { $0.properties.messageID = "\u{0}42" }, "envelope:message_id"),
        ("no type", { $0.properties.type = nil }, "envelope:type"),
        ("no sequence", { $0.properties.headers["sequence"] = nil }, "envelope:sequence"),
        ("a sequence that is none", { $0.properties.headers["sequence"] = .string("first") }, "envelope:sequence"),
        ("a subject with a NUL", { $0.properties.headers["subject"] = .string("a\u{0}b") }, "envelope:subject"),
        (
            "a type that differs from its routing key", { $0.properties.type = "case.completed.v1" },
            "envelope:routing_key"
        ),
        ("broken UTF-8", { $0.body = [0x7B, 0xFF, 0x7D] }, "broken-text"),
        ("a body above the limit", { $0.body = [UInt8](repeating: 0x20, count: 300_000) }, "too-large"),
        ("an empty body", { $0.body = [] }, "undecodable"),
    ]
}

@Suite("Consuming events")
struct InboxTests {
    @Test(
        "Each event twice and in any order has one effect, in the order of its subject", arguments: BrokerKind.allCases)
    func shuffledTwice(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            var messages: [OutgoingMessage] = []
            for subject in ["a", "b", "c"] {
                for sequence in 1...20 {
                    messages.append(
                        try TestMessage.event("\(subject)\(sequence)", subject: subject, sequence: Int64(sequence)))
                }
            }
            let deliveries = (messages + messages).shuffled()
            try await stage.live {
                try await stage.send(deliveries)
                try await eventually("all sixty effects") { try await stage.effects().count == 60 }
                try await eventually("nothing waits") { try await stage.statistics().early == 0 }
            }
            for subject in ["a", "b", "c"] {
                #expect(try await stage.effects(subject: subject) == (1...20).map { "\(subject)\($0)" })
            }
            #expect(try await stage.parked().isEmpty)
        }
    }

    @Test("A crash between effect and acknowledgement leads to no second effect", arguments: BrokerKind.allCases)
    func crashBeforeAck(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            try await running({ try await stage.broker.run() }) {
                try await stage.send([TestMessage.event("once", sequence: 1)])
            }
            // The effect is committed, but nothing is ever acknowledged: as if the process had died just then.
            let deaf = Deaf(stage.under.another())
            let first = EventConsumer(stage.setup, broker: deaf, handlers: [AnyEventHandler(WriteDown())])
            try await running({ try await first.run() }) {
                try await eventually("the effect") { try await stage.effects() == ["once"] }
                try await eventually("the acknowledgement that is lost") { deaf.lost.count == 1 }
            }
            try await stage.live {
                try await stage.send([TestMessage.event("next", sequence: 2)])
                try await eventually("the next effect") { try await stage.effects() == ["once", "next"] }
            }
            #expect(try await stage.effects() == ["once", "next"])
        }
    }

    @Test("One bad message among many good ones is parked, and the rest is done", arguments: BrokerKind.allCases)
    func oneBad(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            var messages = try (1...30).map { try TestMessage.event("\($0)", sequence: Int64($0)) }
            messages[14].body = Array("{\"subject\":\"s\",\"text\":".utf8)
            let broken = messages
            try await stage.live {
                try await stage.send(broken)
                try await eventually("29 effects") { try await stage.effects().count == 29 }
                try await eventually("one parked") { try await stage.parked().count == 1 }
            }
            let parked = try await stage.parked()
            #expect(parked.first?.reason == .undecodable)
            #expect(parked.first?.sequence == 15)
            #expect(try await stage.effects() == (1...30).filter { $0 != 15 }.map { "\($0)" })
        }
    }

    @Test("Poison is parked at once with its reason, and stops nothing", arguments: Poison.all.indices)
    func poison(index: Int) async throws {
        let (_, spoil, reason) = Poison.all[index]
        try await Stage.with(.memory) { stage in
            var bad = try TestMessage.event("bad", subject: "bad", sequence: 1)
            spoil(&bad)
            let message = bad
            try await stage.live {
                try await stage.send([message, message, TestMessage.event("good", subject: "good", sequence: 1)])
                try await eventually("the good one") { try await stage.effects() == ["good"] }
                try await eventually("the bad one") { try await stage.parked().count == 1 }
            }
            #expect(try await stage.parked().map(\.reason.rawValue) == [reason])
        }
    }

    @Test("A version that nobody here knows is parked, and its subject goes on", arguments: BrokerKind.allCases)
    func unknownVersion(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            try await stage.live {
                try await stage.send([
                    TestMessage.event("1", sequence: 1),
                    TestMessage.event("2", sequence: 2, type: "note.noted.v2"),
                    TestMessage.event("3", sequence: 3),
                ])
                try await eventually("the effects around it") { try await stage.effects() == ["1", "3"] }
            }
            #expect(try await stage.parked().map(\.reason) == [.unknownType])
        }
    }

    @Test("Types of a bound stream that have no handler here only move the position")
    func skipped() async throws {
        try await Stage.with(.memory) { stage in
            try await stage.live {
                try await stage.send([TestMessage.event("x", subject: "k", sequence: 1, type: "case.completed.v1")])
                try await eventually("the position") {
                    try await stage.count("inbox_position WHERE stream = 'case' AND applied = 1") == 1
                }
            }
            #expect(try await stage.parked().isEmpty)
        }
    }

    @Test("A handler that fails three times succeeds at the fourth; its subject waits, others do not")
    func failsThreeTimes() async throws {
        try await Stage.with(.memory) { stage in
            try await stage.live {
                try await stage.send([
                    TestMessage.event("fails three times", subject: "slow", sequence: 1),
                    TestMessage.event("after it", subject: "slow", sequence: 2),
                    TestMessage.event("elsewhere", subject: "quick", sequence: 1),
                ])
                try await eventually("the other subject") { try await stage.effects() == ["elsewhere"] }
                for attempt in 1...3 {
                    try await eventually("failure \(attempt)") {
                        try await stage.count("retry WHERE attempt = \(attempt)") == 1
                    }
                    #expect(try await stage.effects(subject: "slow").isEmpty)
                    try await eventually("the one behind it") { try await stage.statistics().early == 1 }
                    stage.clock.advance(by: .seconds(30))
                }
                try await eventually("both") {
                    try await stage.effects(subject: "slow") == ["fails three times", "after it"]
                }
            }
            #expect(try await stage.count("effect WHERE attempt = 4") == 1)
            #expect(try await stage.statistics().retries == 0)
        }
    }

    @Test("A retry waits until it is due")
    func notYetDue() async throws {
        try await Stage.with(.memory) { stage in
            let handlers = [AnyEventHandler(WriteDown())]
            let consumer = EventConsumer(stage.setup, broker: stage.broker, handlers: handlers)
            let runner = RetryRunner(
                stage.setup, eventHandlers: handlers, commandHandlers: [], verifyActorToken: TestToken.verify)
            try await stage.send([TestMessage.event("fails three times", sequence: 1)])
            try await running({ try await consumer.run() }) {
                try await eventually("the failure") { try await stage.statistics().retries == 1 }
            }
            // The first wait is half of two seconds, the least that the policy allows.
            for _ in 1...3 { _ = try await runner.round() }
            stage.clock.advance(by: .milliseconds(999))
            _ = try await runner.round()
            #expect(try await stage.count("retry WHERE attempt = 1") == 1)
            stage.clock.advance(by: .milliseconds(2))
            _ = try await runner.round()
            #expect(try await stage.count("retry WHERE attempt = 2") == 1)
        }
    }

    @Test("A connection lost under a handler is not the message's fault", arguments: BrokerKind.allCases)
    func lostUnderHandler(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            let consumer = EventConsumer(
                stage.setup, broker: stage.broker, handlers: [AnyEventHandler(LoseConnectionTwice())])
            try await running({ try await stage.broker.run() }) {
                try await stage.send([TestMessage.event("done", sequence: 1)])
                try await running({ try await consumer.run() }) {
                    try await eventually("the effect") { try await stage.effects() == ["done"] }
                }
            }
            // Held and done again: neither a retry that counts as an attempt, nor parked.
            #expect(try await stage.count("effect WHERE attempt = 1") == 1)
            #expect(try await stage.statistics().retries == 0)
            #expect(try await stage.parked().isEmpty)
        }
    }

    @Test("At shutdown a handler that has begun is let finish, and is acknowledged")
    func drain() async throws {
        try await Stage.with(.memory) { stage in
            let memory = try #require(stage.broker as? InMemoryBroker)
            let gate = Gate()
            let consumer = EventConsumer(
                stage.setup, broker: memory, handlers: [AnyEventHandler(WaitAtGate(gate: gate))])
            try await stage.send([
                TestMessage.event("begun", sequence: 1), TestMessage.event("not begun", sequence: 2),
            ])
            let task = Task { try await consumer.run() }
            try await eventually("the handler") { gate.hasArrived }
            task.cancel()
            gate.open()
            try await task.value
            #expect(try await stage.effects() == ["begun"])
            #expect(memory.depth(of: "test.events") == 1)
        }
    }

    @Test(
        "After the last attempt it is parked with its history, and the subject goes on", arguments: BrokerKind.allCases)
    func lastAttempt(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            try await stage.live {
                try await stage.send([
                    TestMessage.event("always fails", sequence: 1), TestMessage.event("next", sequence: 2),
                ])
                try await eventually("the parking") {
                    stage.clock.advance(by: .seconds(60))
                    return try await stage.parked().count == 1
                }
                try await eventually("the next one") { try await stage.effects() == ["next"] }
            }
            let parked = try await stage.parked()
            #expect(parked.first?.reason == .exhausted("Trouble"))
            #expect(parked.first?.attempts == 4)
            #expect(try await stage.count("parked_message WHERE jsonb_array_length(history) = 4") == 1)
        }
    }

    @Test("A handler may park at once, and what the database refuses is a failure of the attempt")
    func parkable() async throws {
        try await Stage.with(.memory) { stage in
            try await stage.live {
                try await stage.send([
                    TestMessage.event("is parked", subject: "a", sequence: 1),
                    TestMessage.event("divides by zero", subject: "b", sequence: 1),
                ])
                try await eventually("the parking") { try await stage.parked().count == 1 }
                try await eventually("the retry") {
                    try await stage.count("retry WHERE reason = 'sql-22012'") == 1
                }
            }
            #expect(try await stage.parked().first?.reason == .rejected("not-wanted"))
            #expect(try await stage.effects().isEmpty)
        }
    }

    @Test("A parked message that is replayed runs once, however often it is asked for")
    func replay() async throws {
        try await Stage.with(.memory) { stage in
            try await stage.live {
                try await stage.send([
                    TestMessage.event("is parked", sequence: 1), TestMessage.event("next", sequence: 2),
                ])
                try await eventually("the parking") { try await stage.parked().count == 1 }
                let id = try #require(try await stage.parked().first?.messageID)
                // Mended: what was refused is acceptable now.
                try await stage.database.transaction { tx in
                    try tx.execute(
                        "ALTER TABLE parked_message DISABLE TRIGGER ALL")
                    try tx.execute(
                        """
                        UPDATE parked_message
                           SET body = convert_to('{"subject":"s","text":"mended"}', 'UTF8')
                        """)
                }
                let answers = try await stage.database.transaction { tx in
                    try (1...2).map { _ in
                        try ParkedMessage.replay(
                            queue: "test.events", messageID: id, now: stage.clock.now, in: tx)
                    }
                }
                #expect(answers == [true, false])
                try await eventually("the replay") { try await stage.effects() == ["next", "mended"] }
                try await eventually("no retry is left") { try await stage.statistics().retries == 0 }
            }
            #expect(try await stage.parked().isEmpty)
            #expect(try await stage.effects() == ["next", "mended"])
        }
    }

    @Test(
        "What a restored publisher sends under a number that is taken is not swallowed as a copy: it is parked, once",
        arguments: BrokerKind.allCases)
    func conflict(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            let first = try TestMessage.event("first", sequence: 1)
            let other = try TestMessage.event("other", sequence: 1)
            try await stage.live {
                try await stage.send([first, try TestMessage.event("second", sequence: 2)])
                try await eventually("the effects") { try await stage.effects().count == 2 }
                try await stage.send([first, other, first, other])
                try await eventually("the parking") { try await stage.parked().count == 1 }
                try await stage.send([try TestMessage.event("third", sequence: 3)])
                try await eventually("what follows") { try await stage.effects() == ["first", "second", "third"] }
            }
            let parked = try await stage.parked()
            #expect(parked.map(\.reason) == [.conflict])
            #expect(parked.map(\.messageID.description) == [other.properties.messageID])
        }
    }

    @Test("A command that the broker gave up stays one, whatever event its sender makes it look like")
    func disguised() async throws {
        try await Stage.with(.memory) { stage in
            var forged = try TestMessage.event("forged", subject: "a", sequence: 1)
            (forged.exchange, forged.routingKey) = (ExchangeName.parking, "test.commands")
            forged.properties.userID = TestSender.office
            let disguised = forged
            try await stage.live {
                try await stage.send([disguised])
                try await eventually("the parking") { try await stage.parked().count == 1 }
                try await stage.send([try TestMessage.event("true", subject: "a", sequence: 1)])
                try await eventually("the effect") { try await stage.effects() == ["true"] }
            }
            #expect(try await stage.parked().map(\.queue) == ["test.commands"])
        }
    }

    @Test("What the broker gave up is handled again, and parked only when it was begun too often itself")
    func givenUp() async throws {
        try await Stage.with(.memory) { stage in
            func givenUp(_ message: OutgoingMessage) -> OutgoingMessage {
                var message = message
                (message.exchange, message.routingKey) = (ExchangeName.parking, "test.events")
                return message
            }
            let done = try TestMessage.event("done", subject: "a", sequence: 1)
            let innocent = try TestMessage.event("innocent", subject: "b", sequence: 1)
            let guilty = try TestMessage.event("guilty", subject: "c", sequence: 1)
            let id = try #require(guilty.properties.messageID.flatMap { MessageID($0) })
            try await stage.database.transaction { tx in
                try tx.execute(
                    "INSERT INTO inbox_attempt VALUES ('test.events', '', \(id.uuid), 6, now(), now())")
            }
            let all = [
                givenUp(done), givenUp(innocent), givenUp(guilty),
                try TestMessage.event("later", subject: "c", sequence: 2),
            ]
            try await stage.live {
                try await stage.send([done])
                try await eventually("the effect") { try await stage.effects() == ["done"] }
                try await stage.send(all)
                try await eventually("the parking") { try await stage.parked().count == 1 }
                try await eventually("the others") { try await stage.effects().count == 3 }
            }
            let parked = try await stage.parked()
            #expect(parked.map(\.reason) == [.deliveryLimit])
            #expect(parked.map(\.subject) == ["c"])
            #expect(try await Set(stage.effects()) == ["done", "innocent", "later"])
            #expect(try await stage.count("inbox_attempt") == 0)
        }
    }

    @Test(
        "Database connections killed again and again: every effect once, nothing parked", arguments: BrokerKind.allCases
    )
    func databaseKilled(kind: BrokerKind) async throws {
        try await Stage.with(kind) { stage in
            let messages = try (1...200).map {
                try TestMessage.event("\($0)", subject: "s\($0 % 7)", sequence: Int64(($0 - 1) / 7 + 1))
            }
            // Subjects 1…6 and 0 in turn: message n is number (n-1)/7+1 of its subject.
            try await stage.live {
                try await stage.send(messages)
                for _ in 1...5 {
                    try await stage.killDatabaseConnections()
                }
                // The test's own question may hit a killed connection.
                try await eventually("200 effects") { (try? await stage.effects().count) ?? 0 >= 200 }
            }
            #expect(try await Set(stage.effects()).count == 200)
            #expect(try await stage.effects().count == 200)
            #expect(try await stage.parked().isEmpty)
        }
    }
}

/// A broker whose acknowledgements are lost.
final class Deaf: MessageBroker {
    private let broker: any MessageBroker
    let lost = Lost()

    init(_ broker: any MessageBroker) { self.broker = broker }

    var state: BrokerState { self.broker.state }
    func run() async throws { try await self.broker.run() }
    func publish(_ batch: [OutgoingMessage]) async -> [PublishReport] { await self.broker.publish(batch) }
    func subscribe(queue: String, prefetch: Int) -> any MessageSubscription {
        Subscription(real: self.broker.subscribe(queue: queue, prefetch: prefetch), lost: self.lost)
    }

    private struct Subscription: MessageSubscription {
        let real: any MessageSubscription
        let lost: Lost
        var deliveries: AsyncStream<Delivery> { self.real.deliveries }
        var state: BrokerState { self.real.state }
        func run() async throws { try await self.real.run() }
        func ack(_ delivery: Delivery) async { self.lost.add() }
        func ack(upTo delivery: Delivery) async { self.lost.add() }
        func nack(_ delivery: Delivery, requeue: Bool) async { self.lost.add() }
    }
}

/// Twice, its own connection dies under it.
struct LoseConnectionTwice: MessageHandler {
    static let consumer: ConsumerName = "test.lose-connection"
    static let retry = RetryPolicy.never
    let lost = Lost()

    func handle(_ event: Noted, in tx: Transaction, context: MessageContext) throws {
        try tx.execute(
            "INSERT INTO effect (subject, text, attempt) VALUES (\(event.subject), \(event.text), \(context.attempt))")
        if self.lost.count < 2 {
            self.lost.add()
            try tx.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        }
    }
}

/// Does not go on before the test lets it.
struct WaitAtGate: MessageHandler {
    static let consumer: ConsumerName = "test.wait-at-gate"
    static let retry = RetryPolicy.never
    let gate: Gate

    func handle(_ event: Noted, in tx: Transaction, context: MessageContext) throws {
        try tx.execute(
            "INSERT INTO effect (subject, text, attempt) VALUES (\(event.subject), \(event.text), \(context.attempt))")
        self.gate.arrive()
        self.gate.waitUntilOpen()
    }
}
