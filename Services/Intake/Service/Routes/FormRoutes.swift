import Postgres
import ActivityForm
import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Web

/// The form's pages, block by block: what can be read is saved, what cannot is shown again.
struct FormRoutes {
    let parts: IntakeParts

    func register(on router: GuardedRouter) {
        router.get("/pengajuan/{id}/blok/{blok}", for: .role([.applicant]), use: self.show)
        router.post("/pengajuan/{id}/blok/{blok}", for: .role([.applicant]), use: self.save)
    }

    /// A draft, and what officers said about the form that it corrects.
    private struct Opened: Sendable {
        var draft: DraftStore.Draft
        var remarks: [String: [String]]
        var submission: SubmissionStore.Submission?
        var similar: [SimilarActivity] = []
    }

    /// The blocks after which it is worth looking for similar activities: title and year, and variables.
    private static let blocksToCompare: Set<String> = ["0", "3"]

    private func open(_ context: LayakRequestContext, toShow: Bool = false) async throws -> (Opened, FormBlock) {
        let id = try context.id("id", as: Kind.Case.self, of: "Pengajuan")
        let person = try context.signedIn().personID
        let findSimilar = self.parts.findSimilar
        let compares = try toShow && Self.blocksToCompare.contains(context.path("blok"))
        let opened = try await self.parts.database.transaction { tx in
            let draft = try OpenDraft.find(id, of: person, now: context.now, in: tx)
            let remarks = draft.round > 1 ? try MirrorStore.find(id, in: tx)?.openRemarks : nil
            let similar = compares ? findSimilar.orNothing(draft.content, in: tx) : nil
            return Opened(
                draft: draft, remarks: remarks ?? [:],
                submission: draft.round > 1 ? try SubmissionStore.find(id, in: tx) : nil, similar: similar ?? [])
        }
        let definition = self.parts.reading(opened.draft.content).definition
        guard let block = definition.block(try context.path("blok")), !block.questions.isEmpty else {
            throw Problem.notFound("Blok formulir")
        }
        return (opened, block)
    }

    /// The same routes with the questionnaire in the version of this draft.
    private func reading(_ draft: DraftStore.Draft) -> FormRoutes {
        FormRoutes(parts: self.parts.reading(draft.content))
    }

    @Sendable private func show(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let (opened, block) = try await self.open(context, toShow: true)
        return try self.reading(opened.draft).show(opened, block, request, context)
    }

    private func show(_ opened: Opened, _ block: FormBlock, _ request: Request, _ context: LayakRequestContext) throws
        -> Response
    {
        let query = try FormFields(urlencoded: (request.uri.query ?? "").utf8)
        let content = opened.draft.content
        var page = self.page(values: [:], problems: [], remarks: opened.remarks)
        for question in block.questions {
            guard let answer = content.answers[question.number] else { continue }
            page.values.merge(FormValues.values(of: answer, at: question.number)) { $0 + $1 }
        }
        var problems: [FieldProblem] = []
        if query["periksa"] == "1" {
            let validation = self.parts.acceptance.validation
            problems = block.questions.flatMap { validation.problems(with: $0, in: content.answers) }
            page.errors = Self.byField(problems)
        }
        page.emptyRows = query["baris"] == "1" ? 1 : 0
        page.province = query.text("provinsi").flatMap { UnitCode($0) }
        return try self.answer(context, opened, block, page, problems: problems)
    }

    @Sendable private func save(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let (opened, block) = try await self.open(context)
        return try await self.reading(opened.draft).save(opened, block, context)
    }

    private func save(_ opened: Opened, _ block: FormBlock, _ context: LayakRequestContext) async throws -> Response {
        let id = opened.draft.caseID
        let fields = Dictionary(
            uniqueKeysWithValues: context.form.names.map { ($0, context.form.all($0)) })
        let reading = FormFieldReader(definition: self.parts.definition).read(block.questions, from: fields)
        let person = opened.draft.personID
        let largest = AnswerValidation.largestForm
        let draft = try await self.parts.database.transaction { tx in
            var draft = try OpenDraft.find(id, of: person, lock: true, now: context.now, in: tx)
            for question in block.questions {
                draft.content.answers[question.number] = reading.answers[question.number]
            }
            guard try ContractJSON.encode(draft.content).count <= largest else {
                throw Problem.tooLarge(limit: "200 KiB untuk seluruh isian formulir; pindahkan rincian ke lampiran")
            }
            try DraftStore.update(id, content: draft.content, now: context.now, in: tx)
            return draft
        }
        guard reading.problems.isEmpty else {
            let page = self.page(values: fields, problems: reading.problems, remarks: opened.remarks)
            var shown = opened
            shown.draft = draft
            return try self.answer(context, shown, block, page, problems: reading.problems, status: 422)
        }
        let here = "/pengajuan/\(id)/blok/\(block.key)"
        switch context.form["aksi"] {
        case "tambah-baris": return .seeOther(here + "?baris=1")
        case "wilayah":
            let province = context.form.text("_provinsi").flatMap { UnitCode($0) }
            return .seeOther(province.map { "\(here)?provinsi=\($0)" } ?? here)
        case "simpan-kembali": return .seeOther("/pengajuan/\(id)", message: "tersimpan")
        default: return .seeOther(self.after(block, of: draft), message: "tersimpan")
        }
    }

    /// The next block that is asked; after the last one the preview.
    private func after(_ block: FormBlock, of draft: DraftStore.Draft) -> String {
        let blocks = DraftStepper.blocks(self.parts.definition, draft.content)
        let order = self.parts.definition.blocks.map(\.key)
        let position = order.firstIndex(of: block.key) ?? 0
        let next = blocks.first { (order.firstIndex(of: $0.key) ?? 0) > position }
        return next.map { "/pengajuan/\(draft.caseID)/blok/\($0.key)" } ?? "/pengajuan/\(draft.caseID)/pratinjau"
    }

    private func page(values: [String: [String]], problems: [FieldProblem], remarks: [String: [String]]) -> FormPage {
        let pages = self.parts.pages
        return FormPage(
            definition: self.parts.definition, units: self.parts.units, texts: { pages.text($0) }, values: values,
            errors: Self.byField(problems), remarks: remarks)
    }

    private static func byField(_ problems: [FieldProblem]) -> [String: String] {
        Dictionary(problems.map { ($0.field, $0.message) }) { first, _ in first }
    }

    private func answer(
        _ context: LayakRequestContext, _ opened: Opened, _ block: FormBlock, _ page: FormPage,
        problems: [FieldProblem], status: Int = 200
    ) throws -> Response {
        let draft = opened.draft
        let id = draft.caseID
        var page = page
        // Nobody wants to hear what is lacking before the first answer.
        if block.questions.contains(where: { draft.content.answers[$0.number] != nil }) {
            page.findings = DraftFindings(draft, submission: opened.submission, now: context.now, parts: self.parts)
        }
        let isAsked = self.parts.definition.asks(block, given: draft.content.answers)
        let unasked = ConditionWords(definition: self.parts.definition).sentence(block.condition)
        let model = BlockPage(
            stepper: DraftStepper.make(id, draft.content, self.parts.acceptance, current: block.key),
            note: isAsked ? block.note : unasked, action: "/pengajuan/\(id)/blok/\(block.key)",
            errors: ErrorSummary(problems), items: page.items(of: block),
            similar: SimilarSection(opened.similar))
        return try self.parts.pages.page(
            "form-block", model,
            shell: PageShell(
                title: block.heading, active: .cases,
                trail: [
                    CaseRoutes.trail,
                    PageLink(draft.content.answers["judul"]?.string ?? "Draf pengajuan", "/pengajuan/\(id)"),
                ]), context: context, status: status)
    }
}
