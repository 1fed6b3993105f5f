import AMQP
import Contracts
import Foundation
import Logging
import Messaging
@testable import MessagingLive
import Postgres
import TestSupport
import Testing

/// Writes down what it saw; one text ends the process.
struct EndProcess: MessageHandler {
    static let consumer: ConsumerName = "test.write-down"
    static let retry = RetryPolicy.never

    func handle(_ event: Noted, in tx: Transaction, context: MessageContext) throws {
        try tx.execute("INSERT INTO effect (subject, text, attempt) VALUES (\(event.subject), \(event.text), 1)")
        if event.text == "poison" { kill(getpid(), SIGKILL) }
    }
}

@Suite("Messages that end the process")
struct CrashTests {
    /// A service of its own in a process of its own: consumes until it is killed, or until the time is up.
    static func consume(_ conninfo: String, _ virtualHost: String) async throws {
        var configuration = DatabaseConfiguration(conninfo: conninfo)
        configuration.poolSize = 4
        var logger = Logger(label: "test.crash")
        logger.logLevel = .critical
        let database = Database(configuration, logger: logger)
        var amqp = try TestBroker().configuration
        amqp.virtualHost = virtualHost
        var setup = MessagingSetup(service: "test", database: database, logger: logger)
        setup.limits.prefetch = 50
        let broker = AMQPBroker(amqp, logger: logger)
        let consumer = EventConsumer(setup, broker: broker, handlers: [AnyEventHandler(EndProcess())])
        let running = Task { try await consumer.run() }
        // The longest life of this process, should nothing end it: it must not outlive a test that failed.
        try await Task.sleep(for: .seconds(30) * TestPatience.factor)
        running.cancel()
        try await running.value
    }

    @Test("One message that kills its process again and again is parked; none of the fifty around it is")
    func innocents() async throws {
        try await Stage.with(.rabbit) { stage in
            let host = try #require(stage.under.host)
            let (conninfo, name) = (stage.conninfo, host.name)
            var messages: [OutgoingMessage] = []
            for number in 1...50 {
                messages.append(
                    try TestMessage.event(
                        "\(number)", subject: "s\(number % 7)", sequence: Int64((number - 1) / 7 + 1)))
            }
            messages.insert(try TestMessage.event("poison", subject: "p", sequence: 1), at: 10)
            let all = messages
            try await running({ try await stage.broker.run() }) { try await stage.send(all) }
            // Once before anything is suspected, twice among others, four times alone.
            for _ in 1...7 {
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [conninfo = conninfo as String, name = name as String] in
                    try await CrashTests.consume(conninfo, name)
                }
            }
            let consumer = EventConsumer(
                stage.setup, broker: stage.under.another(), handlers: [AnyEventHandler(EndProcess())])
            try await running({ try await consumer.run() }) {
                try await eventually("fifty effects") { try await stage.effects().count == 50 }
                try await eventually("one parked") { try await stage.parked().count == 1 }
            }
            let parked = try await stage.parked()
            #expect(parked.map(\.subject) == ["p"])
            #expect(parked.map(\.reason) == [.crashed])
            #expect(try await Set(stage.effects()) == Set((1...50).map { "\($0)" }))
            #expect(try await stage.count("inbox_attempt") == 0)
        }
    }

    @Test(
        "A waiting message that ended the process at its attempts is parked, and what is alone waits for nobody's crash"
    )
    func retries() async throws {
        try await Stage.with(.memory) { stage in
            let handlers = [AnyEventHandler(WriteDown())]
            let runner = RetryRunner(
                stage.setup, eventHandlers: handlers, commandHandlers: [], verifyActorToken: TestToken.verify)
            let consumer = EventConsumer(stage.setup, broker: stage.broker, handlers: handlers)
            try await stage.send([
                TestMessage.event("fails three times", subject: "a", sequence: 1),
                TestMessage.event("fails three times", subject: "b", sequence: 1),
            ])
            try await running({ try await consumer.run() }) {
                try await eventually("both failed") { try await stage.statistics().retries == 2 }
            }
            // As if the process had ended at six attempts to run the one, and at three to run the other.
            try await stage.database.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO inbox_attempt (queue, sender, message_id, begun, first_at, last_at)
                    SELECT queue, sender, message_id, CASE subject WHEN 'a' THEN 6 ELSE 3 END, now(), now() FROM retry
                    """)
            }
            stage.clock.advance(by: .seconds(60))
            _ = try await runner.round()
            #expect(try await stage.parked().map(\.subject) == ["a"])
            #expect(try await stage.parked().map(\.reason) == [.crashed])
            #expect(try await stage.count("retry WHERE subject = 'b' AND attempt = 2") == 1)
            #expect(try await stage.count("inbox_attempt") == 0)
        }
    }
}
