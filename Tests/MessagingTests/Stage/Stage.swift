import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import MessagingLive
import Postgres
import TestSupport
import Threading

/// One service called `test` on a database and a broker of its own.
struct Stage: Sendable {
    let database: Database
    let conninfo: String
    let under: BrokerUnderTest
    let clock: ManualClock
    let setup: MessagingSetup

    var broker: any MessageBroker { self.under.broker }

    static let migrations =
        MessagingSchema.migrations + [
            Migration(
                number: 100, name: "effects of the tests",
                sql: """
                    CREATE TABLE effect (
                      id bigint GENERATED ALWAYS AS IDENTITY, subject text NOT NULL, text text NOT NULL,
                      attempt bigint NOT NULL)
                    """)
        ]

    static func with<T: Sendable>(_ kind: BrokerKind, _ body: (Stage) async throws -> T) async throws -> T {
        try await TestDatabase.with(
            migrations: Self.migrations,
            configure: {
                // Few connections and patience: many tests share the server and the machine.
                $0.poolSize = 4
                $0.leaseTimeout = .seconds(30) * TestPatience.factor
            }
        ) { database, conninfo in
            try await BrokerUnderTest.with(kind) { under in
                let clock = ManualClock()
                var limits = MessagingLimits()
                limits.poll = .milliseconds(20)
                limits.replayPoll = .milliseconds(20)
                var logger = Logger(label: "test.messaging")
                logger.logLevel = .critical
                let setup = MessagingSetup(
                    service: "test", database: database,
                    senders: TestSender.senders(connectedAs: under.host?.configuration.user), limits: limits,
                    logger: logger, now: { clock.now }, timerClock: .given { clock.now },
                    random01: { 0 })
                return try await body(
                    Stage(database: database, conninfo: conninfo, under: under, clock: clock, setup: setup))
            }
        }
    }

    var relayConfiguration: DatabaseConfiguration {
        DatabaseConfiguration(conninfo: self.conninfo, poolSize: 1, applicationName: "layak-test-relay")
    }

    func runtime(_ broker: (any MessageBroker)? = nil, timers: [TimerHandler] = []) -> MessagingRuntime {
        MessagingRuntime(
            self.setup, relayDatabase: self.relayConfiguration, broker: broker ?? self.broker,
            eventHandlers: [AnyEventHandler(WriteDown())], commandHandlers: [AnyCommandHandler(Take())],
            timerHandlers: timers, verifyActorToken: TestToken.verify)
    }

    /// Runs the whole runtime while the body runs.
    func live<T: Sendable>(
        timers: [TimerHandler] = [], _ body: @Sendable () async throws -> T
    ) async throws -> T {
        let runtime = self.runtime(timers: timers)
        return try await running({ try await runtime.run() }, while: body)
    }

    /// Publishes from outside until the broker has confirmed each.
    func send(_ messages: [OutgoingMessage]) async throws {
        var left = messages.map { message in
            guard let host = self.under.host, message.properties.userID == TestSender.office else { return message }
            var own = message
            own.properties.userID = host.configuration.user
            return own
        }
        try await eventually("the broker takes what the test publishes") {
            let reports = await self.broker.publish(left)
            left = zip(left, reports).filter { $0.1 != .confirmed }.map(\.0)
            return left.isEmpty
        }
    }

    func append(_ text: String, subject: String = "s") async throws {
        _ = try await self.database.transaction { tx in
            try Outbox.append(
                Noted(subject: subject, text: text), at: self.clock.now, by: "test", ids: .system, in: tx)
        }
    }

    /// The texts that were written down, in order.
    func effects(subject: String? = nil) async throws -> [String] {
        try await self.database.read { tx in
            try tx.rows("SELECT text FROM effect WHERE subject = coalesce(\(subject), subject) ORDER BY id") {
                try $0.get("text")
            }
        }
    }

    func count(_ table: SQL) async throws -> Int {
        try await self.database.read { tx in
            try tx.one("SELECT count(*) AS n FROM \(table)") { try $0.get("n") }
        }
    }

    func statistics() async throws -> MessagingStatistics {
        try await self.database.read { tx in try MessagingStatistics.read(in: tx) }
    }

    func parked() async throws -> [ParkedMessage] {
        try await self.database.read { tx in try ParkedMessage.resting(in: tx) }
    }
}

/// What arrived in a queue, acknowledged at once.
final class Collector: Sendable {
    private let seen = Locked<[Delivery]>([])
    private let subscription: any MessageSubscription

    init(_ broker: any MessageBroker, queue: String) {
        self.subscription = broker.subscribe(queue: queue, prefetch: 50)
    }

    var deliveries: [Delivery] { self.seen.withLock { $0 } }

    func run() async throws {
        try await running({ try await self.subscription.run() }) {
            for await delivery in self.subscription.deliveries {
                self.seen.withLock { $0.append(delivery) }
                await self.subscription.ack(delivery)
            }
        }
    }

    /// The ids of what arrived. The same message may arrive more than once.
    var names: Set<String> { Set(self.deliveries.compactMap(\.properties.messageID)) }

    /// The replies among what arrived.
    func replies() throws -> [CommandReply] {
        try self.deliveries.map { try ContractJSON.decode(CommandReply.self, from: $0.body) }
    }
}
