import ActivityForm
import Contracts
import Foundation
import IntakeDomain
import Web

/// A problem or lacking answer with the place where it is mended.
struct ProblemLink {
    let href: String
    let text: String

    init(_ problem: FieldProblem, of id: CaseID, _ definition: FormDefinition) {
        let block = definition.question(at: problem.field).flatMap { definition.block(asking: $0.number)?.key } ?? "0"
        self.href = "/pengajuan/\(id)/blok/\(block)?periksa=1#\(Field.id(of: problem.field))"
        self.text = problem.message
    }
}

/// What the template `draft` shows.
struct DraftPage {
    struct Report {
        let taken: Int
        let lacking: [ProblemLink]
        let hasLacking: Bool
        let notTaken: [ImportReport.Note]
        let hasNotTaken: Bool
    }

    let stepper: Stepper
    let next: String
    let preview: String
    let report: Report?
    let similar: SimilarSection?
    let saved: String
    let canDelete: Bool
    let deleteAction: String

    init(_ draft: DraftStore.Draft, similar: [SimilarActivity], _ acceptance: FormAcceptance) {
        let id = draft.caseID
        let problems = acceptance.validation.problems(in: draft.content)
        self.stepper = DraftStepper.make(id, draft.content, acceptance, current: nil)
        let first = self.stepper.steps.first { !$0.done }?.href
        self.next = first ?? "/pengajuan/\(id)/blok/0"
        self.preview = "/pengajuan/\(id)/pratinjau"
        self.report = draft.report.map { report in
            let lacking = problems.prefix(60).map { ProblemLink($0, of: id, acceptance.definition) }
            return Report(
                taken: report.taken.count, lacking: Array(lacking), hasLacking: !lacking.isEmpty,
                notTaken: Array(report.notTaken.prefix(60)), hasNotTaken: !report.notTaken.isEmpty)
        }
        self.similar = SimilarSection(similar)
        self.saved = Moments.text(draft.updatedAt, .wib)
        self.canDelete = draft.round == 1
        self.deleteAction = "/pengajuan/\(id)/hapus"
    }
}

/// What the template `form-block` shows.
struct BlockPage {
    let stepper: Stepper
    let note: String?
    let action: String
    let errors: ErrorSummary?
    let items: [FormItem]
    let similar: SimilarSection?

    /// Whether a mechanical check found something on this page.
    let hasFindings: Bool

    init(
        stepper: Stepper, note: String?, action: String, errors: ErrorSummary?, items: [FormItem],
        similar: SimilarSection?
    ) {
        self.stepper = stepper
        self.note = note
        self.action = action
        self.errors = errors
        self.items = items
        self.similar = similar
        self.hasFindings = items.contains { !$0.findings.isEmpty }
    }
}

/// What the template `preview` shows.
struct PreviewPage {
    struct Changes {
        let isSame: Bool
        let questions: [DifferenceItem]
    }

    let stepper: Stepper
    let unit: String?
    let copies: String?
    let problems: [ProblemLink]
    let hasProblems: Bool
    let findings: [FindingNote]
    let hasFindings: Bool
    let blocks: [AnswerBlock]
    let similar: SimilarSection?
    let files: [FileItem]
    let hasFiles: Bool
    let file: Field
    let uploadAction: String
    /// Kinds of files that the form asks for.
    let expected: [ExpectedFile]
    /// In a further round: what differs from what was sent before.
    let changes: Changes?
    let exports: Exports
    let canSubmit: Bool
    let submitAction: String
    let key: String

    init(
        _ draft: DraftStore.Draft, files: [AttachmentReference], remarks: [String: [String]], fixedUnit: UnitCode?,
        earlier: FormContent?, fileProblem: String?, problems found: [FieldProblem]?, findings: DraftFindings,
        similar: [SimilarActivity], parts: IntakeParts
    ) throws {
        let id = draft.caseID
        let acceptance = parts.acceptance
        let lacking = acceptance.validation.problems(in: draft.content)
        let problems = found ?? lacking
        self.stepper = DraftStepper.make(id, draft.content, acceptance, current: "pratinjau")
        let accepted = lacking.isEmpty ? try acceptance.accept(EncodedForm(draft.content)) : nil
        self.unit = (fixedUnit ?? accepted?.unit).map { parts.unitName($0) }
        let copies = fixedUnit == nil ? accepted?.copies ?? [] : []
        self.copies = copies.isEmpty ? nil : copies.map { parts.unitName($0) }.joined(separator: ", ")
        self.problems = problems.prefix(FormAcceptance.mostProblems).map { ProblemLink($0, of: id, parts.definition) }
        self.hasProblems = !problems.isEmpty
        self.findings = findings.all(of: id, parts.definition)
        self.hasFindings = !self.findings.isEmpty
        self.blocks = AnswerBlock.all(
            draft.content, parts.definition, acceptance.regions, remarks: remarks,
            href: { "/pengajuan/\(id)/blok/\($0.key)" })
        self.similar = SimilarSection(similar)
        self.files = files.map { FileItem($0, removeAction: "/pengajuan/\(id)/lampiran/\($0.id)/hapus") }
        self.hasFiles = !files.isEmpty
        self.file = Field(
            "berkas", parts.pages.text("intake.files.label"), error: fileProblem,
            control: .file(accept: ".pdf,.doc,.docx,.xls,.xlsx,.odt,.ods,.csv,.txt,.png,.jpg,.jpeg,.zip"),
            required: false)
        self.uploadAction = "/pengajuan/\(id)/lampiran"
        self.expected = parts.definition.blocks.flatMap(\.attachments)
        self.changes = earlier.map { Self.changes(from: $0, to: draft.content, of: id, parts) }
        self.exports = Exports(id)
        self.canSubmit = accepted != nil
        self.submitAction = "/pengajuan/\(id)/kirim"
        self.key = Secret.make()
    }

    private static func changes(
        from earlier: FormContent, to content: FormContent, of id: CaseID, _ parts: IntakeParts
    ) -> Changes {
        let questions = FormDifference(
            from: earlier, by: parts.reading(earlier).definition, to: content, by: parts.definition,
            regions: parts.acceptance.regions
        ).questions.map { question in
            let block = parts.definition.block(asking: question.number)?.key ?? "0"
            return DifferenceItem(
                question.heading, href: "/pengajuan/\(id)/blok/\(block)#\(Field.id(of: question.number))",
                parts: question.parts.map { .init($0.label, before: $0.before, after: $0.after) })
        }
        return Changes(isSame: questions.isEmpty, questions: questions)
    }
}
