import Messaging
import Seeds
import Testing

@Suite("What is done about one message")
struct InboxRuleTests {
    typealias Standing = InboxRule.Standing

    @Test(
        "A delivery: known, forgotten, early, waiting for its retry, or its turn",
        arguments: [
            (3, Standing(applied: 3), InboxRule.Verdict.duplicate),
            (1, Standing(applied: 3, isForgotten: true), .duplicate),
            (3, Standing(applied: 3, isOther: true), .conflict),
            (4, Standing(applied: 3, isForgotten: true), .forgotten),
            (5, Standing(applied: 3), .keep),
            (4, Standing(applied: 3, isRetried: true), .waiting),
            (4, Standing(applied: 3), .apply),
            (1, Standing(applied: 0), .apply),
        ] as [(Int64, Standing, InboxRule.Verdict)])
    func delivery(sequence: Int64, standing: Standing, verdict: InboxRule.Verdict) {
        #expect(InboxRule.verdict(sequence, origin: .delivery, standing: standing) == verdict)
    }

    @Test("What came early and what failed run only while their rows are there")
    func rows() {
        #expect(InboxRule.verdict(4, origin: .early, standing: Standing(applied: 3, isKept: true)) == .apply)
        #expect(InboxRule.verdict(4, origin: .early, standing: Standing(applied: 3)) == .duplicate)
        #expect(InboxRule.verdict(5, origin: .early, standing: Standing(applied: 3, isKept: true)) == .duplicate)
        #expect(InboxRule.verdict(4, origin: .retry, standing: Standing(applied: 3, isDue: true)) == .apply)
        #expect(InboxRule.verdict(4, origin: .retry, standing: Standing(applied: 3)) == .duplicate)
        // A replay runs out of its order.
        #expect(InboxRule.verdict(2, origin: .retry, standing: Standing(applied: 3, isDue: true)) == .apply)
        #expect(
            InboxRule.verdict(2, origin: .retry, standing: Standing(applied: 3, isDue: true, isForgotten: true))
                == .forgotten)
    }

    @Test("Any order and any copies of 1…n are applied once each, in order")
    func shuffled() {
        for seed in UInt64(1)...300 {
            var random = SeededRandom(seed: seed)
            let last = Int64(1 + random.next() % 9)
            var wire = (1...last).flatMap { sequence in Array(repeating: sequence, count: Int(1 + random.next() % 3)) }
            wire.shuffle(using: &random)
            var (applied, kept, log): (Int64, Set<Int64>, [Int64]) = (0, [], [])
            for sequence in wire {
                switch InboxRule.verdict(sequence, origin: .delivery, standing: Standing(applied: applied)) {
                case .apply:
                    log.append(sequence)
                    applied = sequence
                case .keep: kept.insert(sequence)
                case .duplicate: break
                case .waiting, .forgotten, .conflict: Issue.record("nothing waits and nothing is forgotten")
                }
                while kept.contains(applied + 1) {
                    let standing = Standing(applied: applied, isKept: true)
                    #expect(InboxRule.verdict(applied + 1, origin: .early, standing: standing) == .apply)
                    applied += 1
                    log.append(applied)
                    kept.remove(applied)
                }
            }
            #expect(log == Array(1...last), "seed \(seed)")
        }
    }

    @Test("A failure holds, waits or parks")
    func failures() {
        let policy = RetryPolicy.exponential(attempts: 2, from: .seconds(4), to: .seconds(60))
        func consequence(_ failure: InboxRule.Failure, _ attempt: Int) -> InboxRule.Consequence {
            InboxRule.consequence(of: failure, attempt: attempt, policy: policy, random01: 0)
        }
        #expect(consequence(.away, 9) == .hold)
        #expect(consequence(.park(.rejected("x")), 1) == .park(.rejected("x")))
        #expect(consequence(.attempt(code: "c"), 1) == .postpone(.seconds(2)))
        #expect(consequence(.attempt(code: "c"), 2) == .park(.exhausted("c")))
    }

    @Test("Leaving the lane moves the position, marks the place, or does neither")
    func leaving() {
        #expect(InboxRule.leaving(nil, origin: .delivery, applied: 3) == .aside)
        #expect(InboxRule.leaving(3, origin: .delivery, applied: 3) == .anotherCopy)
        #expect(InboxRule.leaving(3, origin: .retry, applied: 3) == .aside)
        #expect(InboxRule.leaving(4, origin: .delivery, applied: 3) == .advance)
        #expect(InboxRule.leaving(6, origin: .early, applied: 3) == .mark)
    }

    @Test("Begun twice it runs with others, then alone, after six times not at all")
    func treatment() {
        let treatments = (0...7).map { InboxRule.treatment(begun: $0) }
        #expect(treatments == [.together, .together, .alone, .alone, .alone, .alone, .park, .park])
    }
}
