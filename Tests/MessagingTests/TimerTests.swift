import Foundation
import MessagingLive
import Postgres
import TestSupport
import Testing

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
            try Timers.arm(name: name, subject: subject, due: due, in: tx)
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

    @Test("A timer that fails leaves nothing, is tried again later, and holds up no other")
    func failing() async throws {
        try await Stage.with(.memory) { stage in
            try await self.arm(stage, "breaks", "b", in: .seconds(-10))
            try await self.arm(stage, "remind", "a", in: .zero)
            try await stage.live(timers: Self.handlers) {
                try await eventually("the other") { try await stage.effects() == ["remind"] }
                try await eventually("the failure") { try await stage.count("timers WHERE attempts = 1") == 1 }
                stage.clock.advance(by: .seconds(5))
                try await eventually("the second failure") { try await stage.count("timers WHERE attempts = 2") == 1 }
            }
            #expect(try await stage.effects() == ["remind"])
            #expect(try await stage.count("timers WHERE name = 'breaks' AND fired_at IS NULL") == 1)
        }
    }
}
