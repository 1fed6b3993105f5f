import Contracts
import Foundation
import ReviewDomain
import Testing
import WorkingDays

@Suite("The state machine of a case")
struct StateTableTests {
    @Test("Every step in every state does what the table says, and a refused one changes nothing")
    func everyStepInEveryState() throws {
        for state in CaseState.allCases {
            for line in StateTable.lines {
                var walk = try Walk.to(state)
                #expect(walk.subject.state == state)
                // Taking is tried on a case that nobody holds; every other step by its holder.
                if line.step == .take, StateTable.allows(.giveBack, in: state) { try walk.giveBack() }
                // Closing needs an opinion; the walk to the state has none yet.
                if line.step == .closeEvaluation, state == .inEvaluation { try walk.giveOpinion() }
                let before = walk.subject
                do {
                    try walk.step(line.step)
                } catch let problem as Problem {
                    #expect(!line.from.contains(state), "\(line.step) is refused in \(state): \(problem)")
                    #expect(problem.status == 409 || problem.status == 403)
                    Self.expectUnchanged(walk.subject, before)
                    continue
                }
                let moved = walk.subject.version > before.version
                if line.from.contains(state) {
                    #expect(moved, "\(line.step) in \(state) left no record")
                    // The step itself, not the completion that may follow from it at once.
                    let after = walk.subject.history[before.version].state
                    #expect(line.to.isEmpty ? after == state : line.to.contains(after))
                    Self.expectInvariants(walk.subject, "\(line.step) in \(state)")
                } else {
                    #expect(!moved, "\(line.step) is allowed in \(state) against the table")
                }
            }
        }
    }

    @Test("Every path can end, and no state but the last is a dead end")
    func everyPathEnds() {
        var reaches: Set<CaseState> = [.completed]
        var grown = true
        while grown {
            grown = false
            for line in StateTable.lines where !line.to.isDisjoint(with: reaches) {
                for state in line.from where reaches.insert(state).inserted { grown = true }
            }
        }
        #expect(reaches == Set(CaseState.allCases))
        for state in CaseState.allCases {
            let leaves = StateTable.lines.contains { $0.from.contains(state) && !$0.to.subtracting([state]).isEmpty }
            #expect(leaves == (state != .completed), "\(state)")
        }
    }

    @Test("A way back leads only through a new round of the form")
    func forwardOnly() {
        // Without the resubmission the graph must have no cycle (an edit of the draft stays where it is).
        var edges: [CaseState: Set<CaseState>] = [:]
        for line in StateTable.lines where line.step != .resubmit {
            for state in line.from { edges[state, default: []].formUnion(line.to.subtracting([state])) }
        }
        func reachable(from start: CaseState) -> Set<CaseState> {
            var seen: Set<CaseState> = []
            var open = Array(edges[start] ?? [])
            while let state = open.popLast() {
                guard seen.insert(state).inserted else { continue }
                open.append(contentsOf: edges[state] ?? [])
            }
            return seen
        }
        for state in CaseState.allCases { #expect(!reachable(from: state).contains(state), "\(state)") }
    }

    @Test("Random sequences of steps by random people keep the invariants")
    func randomSequences() throws {
        let seed = UInt64.random(in: .min ... .max)
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let people = [
            Samples.officer, Samples.second, Samples.evaluator, Samples.signer, Samples.everything, Samples.stranger,
        ]
        var ended = 0
        for _ in 0..<300 {
            var walk = Walk()
            for _ in 0..<120 {
                let before = walk.subject
                walk.now += Double(next(86_400))
                // Half of the steps are such as the state allows, so that sequences also come to their end.
                let allowed = StateTable.lines.filter { $0.from.contains(walk.subject.state) }.map(\.step)
                let choice = next(2) == 0 && !allowed.isEmpty ? allowed : CaseStep.allCases
                let step = choice[next(choice.count)]
                do {
                    if step == .examine, next(3) == 0 {
                        try walk.examine(.correction, by: people[next(people.count)])
                    } else if step == .draftLetter, next(3) == 0 {
                        try walk.draft(.refused, by: people[next(people.count)])
                    } else {
                        try walk.step(step, by: people[next(people.count)])
                    }
                } catch is Problem {
                    Self.expectUnchanged(walk.subject, before)
                }
                Self.expectInvariants(walk.subject, "seed \(seed)")
            }
            if walk.subject.state == .completed { ended += 1 }
        }
        #expect(ended > 0, "seed \(seed): no sequence came to its end")
    }

    static func expectUnchanged(_ one: Case, _ other: Case) {
        #expect(one.version == other.version)
        #expect(one.state == other.state)
        #expect(one.holder == other.holder)
        #expect(one.clocks == other.clocks)
        #expect(one.answerBy == other.answerBy)
        #expect(one.opinions == other.opinions)
        #expect(one.letter == other.letter)
        #expect(one.history == other.history)
        #expect(one.pendingEvents.count == other.pendingEvents.count)
    }

    static func expectInvariants(_ subject: Case, _ comment: Comment) {
        #expect(subject.history.count == subject.version, comment)
        #expect(subject.history.map(\.version) == Array(1...subject.version), comment)
        #expect(subject.clocks.filter(\.isRunning).count <= 1, comment)
        #expect(subject.clocks.map(\.number) == Array(subject.clocks.indices.map { $0 + 1 }), comment)
        let clockRuns: Set<CaseState> = [.complete, .examined, .inEvaluation, .evaluated, .letterDrafted]
        #expect((subject.runningClock != nil) == clockRuns.contains(subject.state), comment)
        let awaitsApplicant: Set<CaseState> = [.returned, .correctionRequested]
        #expect((subject.answerBy != nil) == awaitsApplicant.contains(subject.state), comment)
        if let issue = subject.letter?.issue {
            #expect(issue.signedBy.personId != subject.letter?.draftedBy.personId, comment)
            #expect(issue.signedBy.personId != subject.letter?.lastEditedBy.personId, comment)
            #expect((issue.recommendationNumber == nil) == (subject.letter?.outcome == .refused), comment)
        }
        if subject.minutes != nil {
            #expect(subject.opinions.contains { $0.by.personId != subject.examiner?.personId }, comment)
        }
        let outcomes = subject.pendingEvents.filter { $0 is CaseLetterIssued || $0 is CaseRefused }
        #expect(outcomes.count <= 1, comment)
    }
}
