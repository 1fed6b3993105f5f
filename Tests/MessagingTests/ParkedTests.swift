import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres
import TestSupport
import Testing
import Threading

/// Writes down what it saw, unless it is broken.
struct Mendable: MessageHandler {
    static let consumer: ConsumerName = "test.mendable"
    static let retry = RetryPolicy.exponential(attempts: 2, from: .seconds(2), to: .minutes(1))

    struct Broken: Error {}

    /// Tells for a text whether it fails.
    let isBroken: Locked<@Sendable (String) -> Bool>

    init(_ isBroken: @escaping @Sendable (String) -> Bool) { self.isBroken = Locked(isBroken) }

    func mend() { self.isBroken.withLock { $0 = { _ in false } } }

    func handle(_ event: Noted, in tx: Transaction, context: MessageContext) throws {
        if self.isBroken.withLock({ $0 })(event.text) { throw Broken() }
        try tx.execute("INSERT INTO effect (subject, text, attempt) VALUES (\(event.subject), \(event.text), 1)")
    }
}

@Suite("Parked messages and replay runs")
struct ParkedTests {
    private static let ani = ParkingOperator(person: PersonID(UUID()), name: "Ani Operator")

    private func live<T: Sendable>(
        _ stage: Stage, _ handler: Mendable, _ body: @Sendable () async throws -> T
    ) async throws -> T {
        let runtime = MessagingRuntime(
            stage.setup, relayDatabase: stage.relayConfiguration, broker: stage.broker,
            eventHandlers: [AnyEventHandler(handler)])
        return try await running({ try await runtime.run() }, while: body)
    }

    /// Lets a message for each text fail until it rests.
    private func park(_ texts: [String], _ stage: Stage) async throws {
        let broken = Mendable { _ in true }
        try await self.live(stage, broken) {
            try await stage.send(
                try texts.enumerated().map { try TestMessage.event($1, subject: "case-\($0)", sequence: 1) })
            try await eventually("all rest") {
                stage.clock.advance(by: .seconds(60))
                return try await stage.parked().count == texts.count
            }
        }
    }

    /// As many copies of the one message that rests, each with a subject and an identifier of its own.
    private func multiply(by count: Int, _ stage: Stage) async throws {
        let (id, subject) = try await stage.database.read { tx in
            let only = try ParkedMessage.resting(in: tx)
            return (only[0].messageID.description, only[0].subject ?? "")
        }
        try await stage.database.transaction { tx in
            _ = try tx.execute(
                """
                INSERT INTO parked_message
                  (queue, sender, message_id, type, subject, sequence, reason, attempts, history, message, body, body_size,
                   parked_at)
                SELECT p.queue, p.sender, n.id, p.type, n.subject, p.sequence, p.reason, p.attempts, p.history,
                       convert_to(replace(replace(convert_from(p.message, 'UTF8'), \(id), n.id::text), \(subject),
                                          n.subject), 'UTF8'),
                       convert_to(replace(convert_from(p.body, 'UTF8'), \(subject), n.subject), 'UTF8'), p.body_size,
                       p.parked_at
                  FROM parked_message p,
                       (SELECT gen_random_uuid() AS id, 'copy-' || g AS subject FROM generate_series(2, \(count)) g) n
                """)
        }
    }

    /// A run over all that rest.
    private func begin(_ stage: Stage) async throws -> UUID {
        try await stage.database.transaction { tx in
            try ReplayRun.begin(ParkedSelection(), perSecond: 1000, by: Self.ani, id: UUID(), in: tx).id
        }
    }

    private func run(_ id: UUID, _ stage: Stage) async throws -> ReplayRun {
        try #require(try await stage.database.read { tx in try ReplayRun.find(id, in: tx) })
    }

    @Test("Failures are grouped by cause, and found by type, subject and text")
    func search() async throws {
        try await Stage.with(.memory) { stage in
            try await self.park(["one", "two", "three 100%"], stage)
            try await stage.live {
                try await stage.send([
                    TestMessage.event("is parked", subject: "other", sequence: 1),
                    TestMessage.event("x", subject: "broken", sequence: 1, body: Array("{".utf8)),
                ])
                try await eventually("five rest") { try await stage.parked().count == 5 }
            }
            try await stage.database.read { tx in
                let groups = try ParkedGroup.all(ParkedSelection(), in: tx)
                #expect(groups.map(\.count) == [3, 1, 1])
                #expect(groups[0].reason.contains("Broken"))
                func found(_ selection: ParkedSelection) throws -> [String?] {
                    try ParkedMessage.resting(selection, in: tx).map(\.subject)
                }
                #expect(try found(ParkedSelection(reason: groups[0].reason)).count == 3)
                #expect(try found(ParkedSelection(subject: "case-1")) == ["case-1"])
                #expect(try found(ParkedSelection(text: "TWO")) == ["case-1"])
                #expect(try found(ParkedSelection(text: "100%")) == ["case-2"])
                #expect(try found(ParkedSelection(text: "1%0")).isEmpty)
                #expect(try found(ParkedSelection(type: "note.noted.v1")).count == 5)
                #expect(try found(ParkedSelection(queue: "elsewhere.events")).isEmpty)
            }
        }
    }

    @Test("A body is shown masked; who asked for the whole, and who discarded what and why, is written down for good")
    func actions() async throws {
        try await Stage.with(.memory) { stage in
            try await self.park(["Siti Aminah, 08123456789"], stage)
            let id = try #require(try await stage.parked().first?.id)
            let (masked, whole) = try await stage.database.transaction { tx in
                (
                    try #require(try ParkedDetail.find(id, in: tx)),
                    try ParkedDetail.body(of: id, reason: "to see why", by: Self.ani, in: tx)
                )
            }
            #expect(masked.maskedBody?.contains("Siti") == false && masked.maskedBody?.contains("text") == true)
            #expect(masked.history.map(\.attempt) == [1, 2])
            #expect(String(decoding: whole ?? [], as: UTF8.self).contains("Siti"))
            let discards = try await stage.database.transaction { tx in
                try (1...2).map { _ in try ParkedDetail.discard(id, reason: "a test", by: Self.ani, in: tx) }
            }
            #expect(discards == [true, false])
            #expect(try await stage.parked().isEmpty)
            #expect(try await stage.statistics().parked == 0)
            let after = try #require(try await stage.database.read { tx in try ParkedDetail.find(id, in: tx) })
            #expect(after.discardedAt != nil)
            #expect(after.actions.map(\.kind) == [.bodyShown, .discarded])
            #expect(after.actions.map(\.reason) == ["to see why", "a test"])
            #expect(after.actions.allSatisfy { $0.by == Self.ani })
            await #expect(throws: Problem.self) { _ = try await self.begin(stage) }
        }
    }

    @Test("A run begins with one message and stops at the first that fails again; resumed, it ends the rest")
    func stops() async throws {
        try await Stage.with(.memory) { stage in
            try await self.park(["first"], stage)
            try await self.multiply(by: 40, stage)
            let handler = Mendable { _ in true }
            try await self.live(stage, handler) {
                let id = try await self.begin(stage)
                // A message is part of one run at a time.
                await #expect(throws: Problem.self) { _ = try await self.begin(stage) }
                try await eventually("it stops") { try await self.run(id, stage).state == .stopped }
                let stopped = try await self.run(id, stage)
                #expect(stopped.messages["waiting"] == 39 && stopped.reason?.contains("Broken") == true)
                #expect(try await stage.effects().isEmpty)
                handler.mend()
                let (resumed, again) = try await stage.database.transaction { tx in
                    (try ReplayRun.resume(id, in: tx), try ReplayRun.resume(id, in: tx))
                }
                #expect(resumed && !again)
                try await eventually("all have ended") {
                    stage.clock.advance(by: .seconds(10))
                    return try await self.run(id, stage).state == .finished
                }
                #expect(try await self.run(id, stage).messages == ["done": 40])
            }
            #expect(try await stage.effects().count == 40)
            #expect(try await stage.count("(SELECT DISTINCT subject FROM effect) AS s") == 40)
            #expect(try await stage.count("parked_action WHERE action = 'replayed'") == 40)
        }
    }

    @Test("Messages of one subject run again one after the other, in their order")
    func order() async throws {
        try await Stage.with(.memory) { stage in
            let texts = (1...4).map { "\($0)" }
            try await self.live(stage, Mendable { _ in true }) {
                // The last of them comes to rest first.
                for number in (1...4).reversed() {
                    try await stage.send([
                        try TestMessage.event("\(number)", subject: "one", sequence: Int64(number))
                    ])
                }
                try await eventually("all rest") {
                    stage.clock.advance(by: .seconds(60))
                    return try await stage.parked().count == 4
                }
            }
            try await stage.database.transaction { tx in
                // In the order of the table the later ones are first.
                _ = try tx.execute(
                    """
                    WITH turned AS (DELETE FROM parked_message RETURNING *)
                    INSERT INTO parked_message
                      (queue, sender, message_id, type, subject, sequence, reason, attempts, history, message, body,
                       body_size, parked_at)
                    SELECT queue, sender, message_id, type, subject, sequence, reason, attempts, history, message, body,
                           body_size, parked_at FROM turned ORDER BY sequence DESC
                    """)
            }
            let id = try await self.begin(stage)
            try await self.live(stage, Mendable { _ in false }) {
                try await eventually("the end") {
                    stage.clock.advance(by: .seconds(1))
                    return try await self.run(id, stage).state == .finished
                }
            }
            #expect(try await stage.effects(subject: "one") == texts)
        }
    }

    @Test("A paused run releases nothing; one that is cancelled leaves the rest parked")
    func pauses() async throws {
        try await Stage.with(.memory) { stage in
            try await self.park(["first"], stage)
            try await self.multiply(by: 5, stage)
            let id = try await self.begin(stage)
            let paused = try await stage.database.transaction { tx in try ReplayRun.pause(id, in: tx) }
            #expect(paused)
            try await self.live(stage, Mendable { _ in false }) {
                // Another run is carried out while this one rests.
                try await stage.send([TestMessage.event("goes on", subject: "other", sequence: 1)])
                try await eventually("the other") { try await stage.effects() == ["goes on"] }
                #expect(try await self.run(id, stage).messages == ["waiting": 5])
                let cancelled = try await stage.database.transaction { tx in try ReplayRun.cancel(id, in: tx) }
                #expect(cancelled)
            }
            #expect(try await stage.parked().count == 5)
            #expect(try await self.run(id, stage).messages == ["skipped": 5])
        }
    }

    @Test("Killed again and again in the middle of 5,000 messages, each has exactly one effect")
    func killed() async throws {
        try await Stage.with(.memory) { stage in
            try await self.park(["first"], stage)
            try await self.multiply(by: 5000, stage)
            let id = try await self.begin(stage)
            let handler = Mendable { _ in false }
            let lives = Locked(0)
            var setup = stage.setup
            // Whose time goes on by itself: the rate counts by it.
            setup.timerClock = .database
            let killer = Task { [setup] in
                while !Task.isCancelled {
                    let runtime = MessagingRuntime(
                        setup, relayDatabase: stage.relayConfiguration, broker: stage.broker,
                        eventHandlers: [AnyEventHandler(handler)])
                    let life = Task { try await runtime.run() }
                    // The length of a life; ends early when the test is over.
                    try? await Task.sleep(for: .milliseconds(Int.random(in: 200...1500)))
                    // Its connections die under it, the killer's own with them.
                    _ = try? await stage.database.read { tx in
                        try tx.rows(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                             WHERE datname = current_database() AND pid <> pg_backend_pid()
                            """
                        ) { _ in () }
                    }
                    life.cancel()
                    // How it ended does not matter: it was killed.
                    _ = await life.result
                    lives.withLock { $0 += 1 }
                }
            }
            try await eventually(within: .seconds(300), "the run ends") {
                // A connection may have been killed under the question.
                (try? await self.run(id, stage).state) == .finished
            }
            killer.cancel()
            _ = await killer.result
            #expect(lives.withLock { $0 } > 2)
            #expect(try await stage.count("effect") == 5000)
            #expect(try await stage.count("(SELECT DISTINCT subject FROM effect) AS s") == 5000)
            #expect(try await self.run(id, stage).messages == ["done": 5000])
        }
    }
}
