import ActivityForm
import Contracts
import Seeds
import Testing

@Suite("The checks and whatever comes")
struct CheckPropertyTests {
    @Test("Of random answers every rule says something that can be looked up, twice the same", arguments: 1...60)
    func random(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let definition = try Samples.definition()
        var content = try seed.isMultiple(of: 2) ? CheckSamples.survey() : CheckSamples.compilation()
        // Half of the questions keep a sound answer, so that rules look further than the first fault.
        for question in definition.questions where Bool.random(using: &random) {
            content.answers[question.number] = random.value(depth: 3)
        }
        let checks = try FormChecks()
        let form = try CheckSamples.form(content)
        let findings = checks.findings(on: form)
        #expect(findings.count == 40, "seed \(seed)")
        #expect(findings == checks.findings(on: form), "seed \(seed)")
        for finding in findings where finding.outcome == .violation || finding.outcome == .notEvaluable {
            #expect(!finding.evidence.isEmpty, "seed \(seed), \(finding.rule.id)")
            for evidence in finding.evidence {
                #expect((evidence.value?.count ?? 0) <= 200, "seed \(seed), \(finding.rule.id)")
                #expect(evidence.value != nil || evidence.note != nil, "seed \(seed), \(finding.rule.id)")
            }
        }
    }

    @Test("Taking answers away never makes a rule pass that did not pass before", arguments: 1...60)
    func less(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let checks = try FormChecks()
        let whole = try CheckSamples.survey()
        var less = whole
        for number in whole.answers.keys.sorted() where Int.random(in: 0..<3, using: &random) == 0 {
            less.answers[number] = nil
        }
        let before = checks.findings(on: try CheckSamples.form(whole))
        let after = checks.findings(on: try CheckSamples.form(less))
        for (one, other) in zip(before, after) where one.outcome != .pass {
            #expect(other.outcome != .pass, "seed \(seed), \(one.rule.id)")
        }
    }
}
