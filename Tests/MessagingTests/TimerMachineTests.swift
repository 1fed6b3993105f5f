import Foundation
import Messaging
import Testing

@Suite("The decisions about timers")
struct TimerMachineTests {
    private typealias Claim = TimerMachine.Claim

    private let now = ContinuousClock.now

    private func machine(lanes: Int = 2) -> TimerMachine {
        TimerMachine(lanes: lanes, poll: .seconds(1), awayCap: .seconds(2))
    }

    private func claim(_ subject: String, attempt: Int = 1) -> Claim {
        Claim(name: "t", subject: subject, attempt: attempt)
    }

    @Test("It looks at once, and rests when there is nothing")
    func idle() {
        var machine = self.machine()
        let answer1 = machine.handle(.tick, now: self.now)
        #expect(answer1 == [.take(limit: 2), .rest(.seconds(1))])
        let answer2 = machine.handle(.taken([]), now: self.now)
        #expect(answer2.isEmpty)
        let answer3 = machine.handle(.tick, now: self.now)
        #expect(answer3 == [.take(limit: 2), .rest(.seconds(1))])
    }

    @Test("A timer that hangs takes one lane; the other goes on")
    func hanging() {
        var machine = self.machine()
        _ = machine.handle(.tick, now: self.now)
        let answer4 = machine.handle(.taken([self.claim("hangs"), self.claim("a")]), now: self.now)
        #expect(answer4 == [.fire(self.claim("hangs")), .fire(self.claim("a"))])
        let answer5 = machine.handle(.ended(self.claim("a"), .fired), now: self.now)
        #expect(answer5 == [.take(limit: 1)])
        let answer6 = machine.handle(.taken([self.claim("b")]), now: self.now)
        #expect(answer6 == [.fire(self.claim("b"))])
        let answer7 = machine.handle(.ended(self.claim("b"), .failed), now: self.now)
        #expect(answer7 == [.take(limit: 1)])
    }

    @Test("What was armed while it looked is looked for again")
    func rang() {
        var machine = self.machine()
        _ = machine.handle(.tick, now: self.now)
        let answer8 = machine.handle(.tick, now: self.now)
        #expect(answer8 == [.rest(.seconds(1))])
        let answer9 = machine.handle(.taken([]), now: self.now)
        #expect(answer9 == [.take(limit: 2)])
    }

    @Test("While the database is away it holds what it has taken, and fires the same claim again")
    func away() {
        var machine = self.machine()
        _ = machine.handle(.tick, now: self.now)
        _ = machine.handle(.taken([self.claim("a")]), now: self.now)
        let answer10 = machine.handle(.ended(self.claim("a"), .away), now: self.now)
        #expect(answer10.isEmpty)
        #expect(machine.isBusy)
        let answer11 = machine.handle(.tick, now: self.now)
        #expect(answer11 == [.fire(self.claim("a")), .rest(.milliseconds(100))])
        let answer12 = machine.handle(.ended(self.claim("a"), .away), now: self.now)
        #expect(answer12.isEmpty)
        let answer13 = machine.handle(.tick, now: self.now)
        #expect(answer13 == [.fire(self.claim("a")), .rest(.milliseconds(200))])
        // The commit had come through after all.
        let answer14 = machine.handle(.ended(self.claim("a"), .superseded), now: self.now)
        #expect(answer14 == [.take(limit: 2)])
        let answer15 = machine.handle(.takeFailed, now: self.now)
        #expect(answer15.isEmpty)
        let answer16 = machine.handle(.tick, now: self.now)
        #expect(answer16 == [.take(limit: 2), .rest(.milliseconds(100))])
    }

    @Test("Never more rests than one, and never more claims than lanes, whatever happens in whatever order")
    func bounds() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var machine = self.machine(lanes: 3)
            var pending: [TimerMachine.Effect] = machine.handle(.tick, now: self.now)
            var number = 0
            for _ in 0..<200 {
                let rests = pending.filter { if case .rest = $0 { true } else { false } }.count
                let busy = pending.filter { if case .fire = $0 { true } else { false } }.count
                #expect(rests == 1 && busy <= 3)
                let effect = pending.remove(at: Int.random(in: 0..<pending.count, using: &random))
                let input: TimerMachine.Input
                switch effect {
                case .rest: input = .tick
                case .take(let limit):
                    let claims = (0..<Int.random(in: 0...limit, using: &random)).map { _ -> Claim in
                        number += 1
                        return self.claim("\(number)")
                    }
                    input = Bool.random(using: &random) ? .taken(claims) : .takeFailed
                case .fire(let claim):
                    let endings: [TimerMachine.Ending] = [.fired, .superseded, .failed, .away]
                    input = .ended(claim, endings.randomElement(using: &random) ?? .fired)
                }
                pending += machine.handle(input, now: self.now)
            }
        }
    }

    @Test("A row is taken when it is due and not put off; a put-off time from before a jump back does not hold")
    func row() {
        let start = Date(timeIntervalSince1970: 1_790_000_000)
        var row = TimerRow(dueAt: start)
        let answer17 = row.take(at: start - 1, random01: 0)
        #expect(answer17 == nil)
        let answer18 = row.take(at: start, random01: 0)
        #expect(answer18 == 1)
        let answer19 = row.take(at: start + 1, random01: 0)
        #expect(answer19 == nil)
        let answer20 = row.take(at: start + 2.5, random01: 0)
        #expect(answer20 == 2)
        let answer21 = !row.fire(attempt: 1, at: start + 3)
        #expect(answer21)
        // An hour forward, an attempt, and back.
        let answer22 = row.take(at: start + 3600, random01: 1)
        #expect(answer22 == 3)
        let answer23 = row.take(at: start + 10, random01: 1)
        #expect(answer23 == 4)
        let answer24 = row.fire(attempt: 4, at: start + 11)
        #expect(answer24)
        let answer25 = !row.fire(attempt: 4, at: start + 11) && !row.isTakable(at: start + 9999)
        #expect(answer25)
    }
}
