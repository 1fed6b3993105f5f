import ActivityForm
import Contracts
import Foundation
import IntakeDomain
import Web

/// What the mechanical checks say of a draft: beside the questions, and gathered on the preview. They block nothing.
struct DraftFindings {
    private let violations: [CheckFinding]

    /// - Parameter submission: what the draft corrects: its first day of submission counts; `nil` for a draft that was
    ///   never sent, which is judged as if it were sent today.
    init(_ draft: DraftStore.Draft, submission: SubmissionStore.Submission?, now: Date, parts: IntakeParts) {
        // Which unit is in charge follows from the answers; until then the day is that of Jakarta.
        let zone = submission.map { parts.zone($0.unit) } ?? .wib
        let day = { (moment: Date) in Day(of: moment, offset: zone.offset) }
        let form = CheckedForm(
            draft.content, definition: parts.definition, regions: parts.acceptance.regions,
            context: CheckContext(submission: submission.map { .on(day($0.firstSubmittedAt)) } ?? .expected(day(now))))
        self.violations = parts.checks.violations(on: form)
    }

    /// Those that are about a question; one that is about several of a block stands beside the first of them.
    func beside(_ question: Question, _ definition: FormDefinition) -> [FindingNote] {
        let block = definition.block(asking: question.number)?.key
        return self.violations.filter { finding in
            finding.questions.first { definition.block(asking: $0)?.key == block } == question.number
        }.map { FindingNote($0) }
    }

    /// All, each once, with the place where it is mended.
    func all(of id: CaseID, _ definition: FormDefinition) -> [FindingNote] {
        self.violations.map { finding in
            let block = finding.questions.first.flatMap { definition.block(asking: $0)?.key } ?? "0"
            let place = finding.questions.first.map { "#\(Field.id(of: $0))" } ?? ""
            return FindingNote(finding, href: "/pengajuan/\(id)/blok/\(block)\(place)")
        }
    }
}

extension FindingNote {
    /// A violation in words.
    init(_ finding: CheckFinding, href: String? = nil) {
        self.init(
            rule: finding.rule.id, tone: finding.rule.severity == .error ? .warning : .info,
            severity: finding.rule.severity.word, text: finding.message, lines: finding.evidence.map(\.text), href: href
        )
    }
}
