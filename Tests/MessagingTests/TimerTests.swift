import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

@testable import MessagingLive

@Suite("Timers")
struct TimerTests {
    private struct Trouble: Error {}

    private static let handlers = [
        TimerHandler(name: "remind") { timer, tx, now in
            try tx.execute(
                "INSERT INTO effect (subject, text, attempt) VALUES (\(timer.subject), \(timer.name), 1)")
        },
        TimerHandler(name: "breaks") { timer, tx, now in
            try tx.execute(
                "INSERT INTO effect (subject, text, attempt) VALUES (\(timer.subject), \(timer.name), 1)")
            throw Trouble()
        },
    ]

    private func arm(_ stage: Stage, _ name: String, _ subject: String, in wait: Duration) async throws {
        let due = stage.clock.now.addingTimeInterval(wait / .seconds(1))
        try await stage.database.transaction { tx in
            try Timers.declare(Self.handlers, in: tx)
            try Timers.arm(name: name, subject: subject, due: due, in: tx)
        }
    }

    /// How often the timer that always fails has been tried.
    private func failures(_ stage: Stage) async throws -> Int {
        try await stage.database.read { tx in
            try tx.one("SELECT attempts FROM timers WHERE name = 'breaks'") { try $0.get("attempts") }
        }
    }

    @Test("A timer fires once when it is due, and not before, though two runners look")
    func fires() async throws {
        try await Stage.with(.memory) { stage in
            try await self.arm(stage, "remind", "now", in: .zero)
            try await self.arm(stage, "remind", "later", in: .seconds(60))
            let runners = [1, 2].map { _ in TimerRunner(stage.setup, handlers: Self.handlers) }
            try await running({ try await runners[0].run() }) {
                try await running({ try await runners[1].run() }) {
                    try await eventually("the first") { try await stage.effects(subject: "now").count == 1 }
                    #expect(try await stage.effects(subject: "later").isEmpty)
                    stage.clock.advance(by: .seconds(61))
                    try await eventually("the second") { try await stage.effects(subject: "later").count == 1 }
                }
            }
            #expect(try await stage.effects().count == 2)
        }
    }

    @Test("Arming a timer that is due wakes its runner; nobody waits for the poll")
    func wakeUp() async throws {
        try await Stage.with(.memory) { stage in
            var setup = stage.setup
            setup.limits.poll = .seconds(600)
            let runner = TimerRunner(setup, handlers: Self.handlers)
            try await running({ try await runner.run() }) {
                for number in 1...3 {
                    try await self.arm(stage, "remind", "s\(number)", in: .zero)
                    try await eventually("timer \(number)") { try await stage.effects().count == number }
                }
            }
        }
    }

    @Test("A cancelled timer never fires; one that is moved fires at its new time; one that fired can be armed anew")
    func cancelAndMove() async throws {
        try await Stage.with(.memory) { stage in
            try await self.arm(stage, "remind", "cancelled", in: .seconds(10))
            try await self.arm(stage, "remind", "moved", in: .seconds(10))
            try await self.arm(stage, "remind", "moved", in: .seconds(100))
            try await self.arm(stage, "remind", "plain", in: .seconds(10))
            let answers = try await stage.database.transaction { tx in
                try (1...2).map { _ in try Timers.cancel(name: "remind", subject: "cancelled", in: tx) }
            }
            #expect(answers == [true, false])
            try await stage.live(timers: Self.handlers) {
                stage.clock.advance(by: .seconds(50))
                try await eventually("the plain one") { try await stage.effects() == ["remind"] }
                stage.clock.advance(by: .seconds(60))
                try await eventually("the moved one") { try await stage.effects(subject: "moved").count == 1 }
                try await self.arm(stage, "remind", "plain", in: .zero)
                try await eventually("the plain one again") { try await stage.effects(subject: "plain").count == 2 }
            }
            #expect(try await stage.effects(subject: "cancelled").isEmpty)
        }
    }

    @Test("An attempt that a later one has replaced does nothing, nor does one whose timer has fired")
    func superseded() async throws {
        try await Stage.with(.memory) { stage in
            try await self.arm(stage, "remind", "s", in: .seconds(-1))
            let runner = TimerRunner(stage.setup, handlers: Self.handlers)
            func take() async throws -> [TimerMachine.Claim] {
                try await stage.database.transaction { tx in
                    try TimerStore.take(
                        ["remind"], limit: 5, clock: stage.setup.timerClock, random01: 1, tx)
                }
            }
            let first = try #require(await take().first)
            // Its process hangs for longer than it may.
            stage.clock.advance(by: TimerRow.longestLease + .seconds(1))
            let second = try #require(await take().first)
            #expect(first.attempt == 1)
            #expect(second.attempt == 2)
            #expect(await runner.fire(first) == .superseded)
            #expect(try await stage.effects().isEmpty)
            #expect(await runner.fire(second) == .fired)
            // Nobody knew whether the commit came through.
            #expect(await runner.fire(second) == .superseded)
            #expect(try await stage.effects() == ["remind"])
        }
    }

    @Test("A timer that fails leaves nothing, is tried again later, and holds up no other")
    func failing() async throws {
        try await Stage.with(.memory) { stage in
            try await self.arm(stage, "breaks", "b", in: .seconds(-10))
            try await self.arm(stage, "remind", "a", in: .zero)
            try await stage.live(timers: Self.handlers) {
                try await eventually("the other") { try await stage.effects() == ["remind"] }
                try await eventually("the failure") { try await self.failures(stage) == 1 }
                stage.clock.advance(by: .seconds(5))
                try await eventually("the second failure") { try await self.failures(stage) == 2 }
            }
            #expect(try await stage.effects() == ["remind"])
            #expect(try await stage.count("timers WHERE name = 'breaks' AND fired_at IS NULL") == 1)
        }
    }

    @Test("A timer whose name nobody here handles cannot be armed, and one whose handler is gone is counted")
    func unknown() async throws {
        try await Stage.with(.memory) { stage in
            try await self.arm(stage, "remind", "s", in: .seconds(60))
            await #expect(throws: TimerError.unknownName("remnid")) {
                try await stage.database.transaction { tx in
                    try Timers.arm(name: "remnid", subject: "s", due: stage.clock.now, in: tx)
                }
            }
            #expect(try await stage.count("timers") == 1)
            let (all, none) = try await stage.database.read { tx in
                (
                    try MessagingStatistics.read(timerNames: ["remind", "breaks"], in: tx),
                    try MessagingStatistics.read(timerNames: ["breaks"], in: tx)
                )
            }
            #expect(all.orphanTimers == 0 && none.orphanTimers == 1)
        }
    }

    @Test("The rungs of a ladder fire each once, also when one of them always fails")
    func rungs() async throws {
        let handler = TimerHandler(name: "ladder") { timer, tx, _ in
            if timer.rung == "75" { throw Trouble() }
            try tx.execute("INSERT INTO effect (subject, text, attempt) VALUES ('s', \(timer.rung), 1)")
        }
        try await Stage.with(.memory) { stage in
            let start = stage.clock.now
            try await stage.database.transaction { tx in
                try Timers.declare([handler], in: tx)
                for rung in ["50", "75", "100"] {
                    try Timers.arm(
                        name: "ladder", subject: "s", rung: rung, due: start + (Double(rung) ?? 0), in: tx)
                }
            }
            try await stage.live(timers: [handler]) {
                stage.clock.advance(by: .seconds(80))
                try await eventually("the failing rung") {
                    try await stage.count("timers WHERE rung = '75' AND last_failure IS NOT NULL") == 1
                }
                stage.clock.advance(by: .seconds(80))
                try await eventually("the last rung") { try await stage.effects() == ["50", "100"] }
            }
            let cancelled = try await stage.database.transaction { tx in
                try Timers.cancel(name: "ladder", subject: "s", in: tx)
            }
            #expect(try await stage.count("timers") == 2)
            #expect(cancelled)
        }
    }

    @Test("A handler that never ends, and one that kills its process, hold up no other timer")
    func hanging() async throws {
        try await Stage.with(.memory) { stage in
            let gate = Gate()
            let handlers = [
                TimerHandler(name: "hangs") { _, _, _ in gate.waitUntilOpen() },
                Self.handlers[0],
            ]
            try await stage.database.transaction { tx in
                try Timers.declare(handlers, in: tx)
                try Timers.arm(name: "hangs", subject: "h", due: stage.clock.now - 5, in: tx)
            }
            // Somebody took this one, and died before it had fired it.
            try await self.arm(stage, "remind", "orphaned", in: .seconds(-1))
            try await stage.database.transaction { tx in
                _ = try tx.execute(
                    "UPDATE timers SET attempts = 1, next_try_at = \(stage.clock.now + 5) WHERE subject = 'orphaned'")
            }
            try await self.arm(stage, "remind", "a", in: .zero)
            let runner = TimerRunner(stage.setup, handlers: handlers)
            try await running({ try await runner.run() }) {
                try await eventually("the other") { try await stage.effects(subject: "a").count == 1 }
                #expect(try await stage.effects(subject: "orphaned").isEmpty)
                stage.clock.advance(by: .seconds(6))
                try await eventually("the orphaned") { try await stage.effects(subject: "orphaned").count == 1 }
                gate.open()
            }
        }
    }

    @Test("Three nodes whose clocks differ by an hour, restarted at random: each rung fires once, none early")
    func threeNodes() async throws {
        try await Stage.with(.memory) { stage in
            let handler = TimerHandler(name: "ladder") { timer, tx, now in
                // What the handler is told is never before the timer was due.
                let word = now >= timer.dueAt ? "fired" : "early"
                try tx.execute(
                    "INSERT INTO effect (subject, text, attempt) VALUES (\(timer.subject + timer.rung), \(word), 1)")
            }
            let (subjects, rungs) = (20, ["a", "b", "c"])
            try await stage.database.transaction { tx in
                try Timers.declare([handler], in: tx)
                for subject in 1...subjects {
                    for (index, rung) in rungs.enumerated() {
                        let wait = Double(index) + Double.random(in: 0..<1)
                        let due: Date = try tx.one("SELECT clock_timestamp() + \(wait) * interval '1 second' AS due") {
                            try $0.get("due")
                        }
                        try Timers.arm(name: "ladder", subject: "s\(subject)", rung: rung, due: due, in: tx)
                    }
                }
            }
            let nodes = [-3600.0, 0, 3600].map { skew in
                var setup = stage.setup
                setup.now = { Date() + skew }
                setup.timerClock = .database
                setup.random01 = { Double.random(in: 0..<1) }
                return setup
            }
            let total = subjects * rungs.count
            try await withThrowingTaskGroup(of: Void.self) { group in
                for setup in nodes {
                    group.addTask {
                        while !Task.isCancelled {
                            let life = Duration.milliseconds(Int.random(in: 50...400))
                            let task = Task { try await TimerRunner(setup, handlers: [handler]).run() }
                            // A node's life; ends early when the test is over.
                            try? await Task.sleep(for: life)
                            task.cancel()
                            try await task.value
                        }
                    }
                }
                // Killed backends: commits whose outcome nobody knows.
                group.addTask {
                    while !Task.isCancelled {
                        // A pause between two kills; ends early when the test is over.
                        try? await Task.sleep(for: .milliseconds(150))
                        // The killer's own connection may be the one that is killed.
                        try? await stage.database.read { tx in
                            _ = try tx.rows(
                                """
                                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                 WHERE datname = current_database() AND pid <> pg_backend_pid()
                                 ORDER BY random() LIMIT 1
                                """
                            ) { _ in () }
                        }
                    }
                }
                try await eventually(within: .seconds(60), "every rung") {
                    // A connection may have been killed under the question.
                    (try? await stage.count("timers WHERE fired_at IS NULL")) == 0
                }
                group.cancelAll()
                try await group.waitForAll()
            }
            #expect(try await stage.count("effect") == total)
            #expect(try await stage.count("(SELECT DISTINCT subject FROM effect) AS s") == total)
            #expect(try await stage.count("effect WHERE text = 'early'") == 0)
        }
    }

    @Test("A clock that jumps an hour forward and back: what has fired stays fired, what failed is tried again")
    func jumps() async throws {
        try await Stage.with(.memory) { stage in
            try await self.arm(stage, "remind", "soon", in: .seconds(1800))
            try await self.arm(stage, "remind", "later", in: .seconds(5400))
            try await self.arm(stage, "breaks", "b", in: .seconds(-1))
            try await stage.live(timers: Self.handlers) {
                try await eventually("the failure") { try await self.failures(stage) == 1 }
                stage.clock.advance(by: .seconds(3600))
                try await eventually("what is due by then") { try await stage.effects(subject: "soon").count == 1 }
                try await eventually("the second failure") { try await self.failures(stage) == 2 }
                stage.clock.advance(by: .seconds(-3600))
                try await eventually("the third failure") { try await self.failures(stage) == 3 }
                stage.clock.advance(by: .seconds(3600))
                stage.clock.advance(by: .seconds(3600))
                try await eventually("the later one") { try await stage.effects(subject: "later").count == 1 }
            }
            #expect(try await stage.effects() == ["remind", "remind"])
        }
    }
}
