import Postgres
import ActivityForm
import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Web

/// My cases, one case, and new drafts.
struct CaseRoutes {
    let parts: IntakeParts

    func register(on router: GuardedRouter) {
        router.get("/pengajuan", for: .role([.applicant]), use: self.list)
        router.get("/pengajuan/baru", for: .role([.applicant]), use: self.choose)
        router.post("/pengajuan/baru", for: .role([.applicant]), use: self.start)
        router.get("/pengajuan/impor", for: .role([.applicant]), use: self.importForm)
        router.post("/pengajuan/impor", for: .role([.applicant]), body: .upload, use: self.importRecord)
        router.get("/pengajuan/{id}", for: .role([.applicant]), use: self.show)
        router.post("/pengajuan/{id}/hapus", for: .role([.applicant]), use: self.delete)
    }

    static let trail = PageLink("Pengajuan saya", "/pengajuan")

    @Sendable private func list(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let person = try context.signedIn().personID
        let page = request.uri.queryParameters["halaman"].flatMap { Int($0) }.map { min(max(1, $0), 10_000) } ?? 1
        let (account, drafts, cases) = try await self.parts.database.read { tx in
            (
                try AccountStore.find(person, in: tx), try DraftStore.list(of: person, in: tx),
                try CaseLine.page(page, of: person, in: tx)
            )
        }
        return try self.parts.pages.page(
            "my-cases",
            MyCasesPage(
                account: account, drafts: drafts, cases: cases.lines, total: cases.total, page: cases.number,
                parts: self.parts),
            shell: PageShell(title: "Pengajuan saya", active: .cases, wide: true), context: context)
    }

    @Sendable private func choose(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        try self.parts.pages.page(
            "new", shell: PageShell(title: "Pengajuan baru", active: .cases, trail: [Self.trail]), context: context)
    }

    @Sendable private func start(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let person = try context.signedIn().personID
        let empty = self.parts.definition.empty
        let start = StartDraft(identifiers: self.parts.identifiers)
        let id = try await self.parts.database.transaction { tx in
            try start(empty, report: nil, by: person, now: context.now, in: tx)
        }
        return .seeOther("/pengajuan/\(id)/blok/0")
    }

    @Sendable private func importForm(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        try self.importPage(context, problem: nil)
    }

    @Sendable private func importRecord(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let person = try context.signedIn().personID
        guard let file = context.files.first(where: { $0.field == "berkas" }) else {
            return try self.refuseFile("required", "Pilih berkas catatan terlebih dahulu.", context)
        }
        if file.bytes.isEmpty {
            let remedy = "Berkas yang Anda pilih kosong. Simpan ulang catatannya, lalu pilih berkas yang berisi."
            return try self.refuseFile("empty", remedy, context)
        }
        do {
            let imported = try FormImport(
                catalogue: self.parts.acceptance.forms, regions: self.parts.acceptance.regions
            ).read(file.bytes)
            let start = StartDraft(identifiers: self.parts.identifiers)
            let id = try await self.parts.database.transaction { tx in
                try start(imported.content, report: imported.report, by: person, now: context.now, in: tx)
            }
            return .seeOther("/pengajuan/\(id)", message: "diimpor")
        } catch let problem as Problem where problem.status < 500 && problem.status != 409 {
            return try self.importPage(context, problem: problem)
        }
    }

    private func refuseFile(_ code: String, _ remedy: String, _ context: LayakRequestContext) throws -> Response {
        try self.importPage(context, problem: .invalid([FieldProblem(field: "berkas", code: code, message: remedy)]))
    }

    private func importPage(_ context: LayakRequestContext, problem: Problem?) throws -> Response {
        struct Model {
            let errors: ErrorSummary?
            let file: Field
        }
        let message = problem.map {
            $0.errors.first?.message ?? [$0.title, $0.detail].compactMap { $0 }.joined(separator: ". ")
        }
        // Each fault inside the file with its place there; all of them are about this one control.
        let faults = (problem?.errors ?? []).prefix(FormAcceptance.mostProblems).map { fault in
            let text = fault.field == "berkas" ? fault.message : "\(fault.field): \(fault.message)"
            return FieldProblem(field: "berkas", code: fault.code, message: text)
        }
        let errors = message.flatMap {
            ErrorSummary(
                faults.isEmpty ? [FieldProblem(field: "berkas", code: "unreadable", message: $0)] : Array(faults))
        }
        return try self.parts.pages.page(
            "import",
            Model(
                errors: errors,
                file: Field(
                    "berkas", self.parts.pages.text("intake.import.file"), error: message,
                    control: .file(accept: ".json,application/json"))),
            shell: PageShell(title: "Impor catatan", active: .cases, trail: [Self.trail]), context: context,
            status: problem?.status ?? 200)
    }

    @Sendable private func show(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let id = try context.id("id", as: Kind.Case.self, of: "Pengajuan")
        let person = try context.signedIn().personID
        enum Found: Sendable {
            case submitted(CaseView)
            case draft(DraftStore.Draft, [SimilarActivity])
        }
        let findSimilar = self.parts.findSimilar
        let found = try await self.parts.database.read { tx -> Found in
            if let view = try CaseView.findIfSubmitted(id, of: person, in: tx) { return .submitted(view) }
            guard let draft = try DraftStore.find(id, in: tx), draft.personID == person else {
                throw CaseProblem.notFound
            }
            return .draft(draft, findSimilar.orNothing(draft.content, in: tx) ?? [])
        }
        switch found {
        case .submitted(let view):
            return try self.parts.pages.page(
                "case", CasePage(view, parts: self.parts.reading(view.version.form)),
                shell: PageShell(title: view.submission.title, active: .cases, trail: [Self.trail], wide: true),
                context: context)
        case .draft(let draft, let similar):
            return try self.parts.pages.page(
                "draft", DraftPage(draft, similar: similar, self.parts.acceptance.reading(draft.content)),
                shell: PageShell(
                    title: draft.content.answers["judul"]?.string ?? "Draf pengajuan", active: .cases,
                    trail: [Self.trail]), context: context)
        }
    }

    @Sendable private func delete(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let id = try context.id("id", as: Kind.Case.self, of: "Pengajuan")
        let person = try context.signedIn().personID
        try await self.parts.database.transaction { tx in
            guard let draft = try DraftStore.find(id, lock: true, in: tx), draft.personID == person, draft.round == 1
            else { throw CaseProblem.notFound }
            for file in try AttachmentStore.list(of: id, in: tx) {
                _ = try AttachmentStore.remove(file.id, of: id, now: context.now, in: tx)
            }
            try DraftStore.delete(id, in: tx)
        }
        return .seeOther("/pengajuan", message: "draf-dihapus")
    }
}
