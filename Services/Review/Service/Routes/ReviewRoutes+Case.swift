import Contracts
import Foundation
import Hummingbird
import Letterpress
import Postgres
import ReviewDomain
import ServiceHost
import Web

extension ReviewRoutes {
    /// `/petugas/perkara/{id}` and the forms on it.
    func registerCasePages(on router: GuardedRouter) {
        router.get("/petugas/perkara/{id}", for: .role(Self.readers)) { _, context in
            try await self.casePage(try context.id("id", of: "Perkara"), context, attempt: nil)
        }
        router.get("/petugas/perkara/{id}/pratinjau", for: .role(Self.readers)) { _, context in
            try await self.preview(try context.id("id", of: "Perkara"), context)
        }
        self.form("ambil", TakeAction.self, [.officer], "diambil", on: router) { id, form in
            TakeCase(caseId: id, version: try CaseForms.version(form))
        }
        self.form("lepas", GiveBackAction.self, [.officer], "dilepas", on: router) { id, form in
            GiveBackCase(caseId: id, version: try CaseForms.version(form))
        }
        self.form("kembalikan", ReturnAction.self, [.officer], "dikembalikan", on: router) { id, form in
            ReturnCase(
                caseId: id, version: try CaseForms.version(form), remarks: CaseForms.remarks(form),
                note: form.text("catatan"))
        }
        self.form("lengkap", DeclareCompleteAction.self, [.officer], "lengkap", on: router) { id, form in
            DeclareCaseComplete(caseId: id, version: try CaseForms.version(form))
        }
        self.form("periksa", ExamineAction.self, [.officer], "diperiksa", on: router) { id, form in
            ExamineCase(
                caseId: id, version: try CaseForms.version(form), findings: try CaseForms.findings(form),
                note: form.text("catatan"))
        }
        self.form("evaluasi", OpenEvaluationAction.self, [.officer], "evaluasi", on: router) { id, form in
            OpenEvaluation(caseId: id, version: try CaseForms.version(form))
        }
        self.form("pendapat", GiveOpinionAction.self, [.evaluator], "pendapat", on: router) { id, form in
            GiveOpinion(
                caseId: id, version: try CaseForms.version(form),
                recommends: try CaseForms.outcome(form, "usul", field: "recommends"), text: form["pendapat"] ?? "")
        }
        self.form("tutup-evaluasi", CloseEvaluationAction.self, [.officer], "dievaluasi", on: router) { id, form in
            CloseEvaluation(caseId: id, version: try CaseForms.version(form), minutes: form["notula"] ?? "")
        }
        self.form("naskah", DraftLetterAction.self, [.officer], "naskah", on: router) { id, form in
            DraftLetter(
                caseId: id, version: try CaseForms.version(form),
                outcome: try CaseForms.outcome(form, "hasil", field: "outcome"),
                advice: CaseForms.points(form, "saran"), reasons: CaseForms.points(form, "alasan"))
        }
    }

    /// One form of the page: done → the page with a word of success; refused → the page as it stands now, with what was
    /// typed and why it was refused.
    private func form<Action: CaseAction>(
        _ path: String, _ action: Action.Type, _ roles: [Role], _ message: String, on router: GuardedRouter,
        command: @escaping @Sendable (CaseID, FormFields) throws -> Action.Body
    ) {
        router.post("/petugas/perkara/{id}/\(path)", for: .role(roles)) { _, context in
            let id: CaseID = try context.id("id", of: "Perkara")
            do {
                _ = try await self.carryOut(action, try command(id, context.form), context)
                return Response.seeOther("/petugas/perkara/\(id)", message: message)
            } catch let problem as Problem where problem.status == 409 || problem.status == 422 {
                // Without readable findings no path of the problem counts items.
                let items =
                    path == "periksa"
                    ? (try? CaseForms.findings(context.form).map(\.item)) ?? []
                    : CaseForms.remarks(context.form).map(\.item)
                return try await self.casePage(
                    id, context, attempt: .init(problem: problem, form: context.form, items: items))
            }
        }
    }

    private func casePage(
        _ id: CaseID, _ context: LayakRequestContext, attempt: CasePage.Attempt?
    ) async throws -> Response {
        let view = try await self.view(id, context)
        let model = CasePage(
            view, worker: try self.worker(context, at: view.subject.unit), office: self.office,
            now: self.dependencies.now(), attempt: attempt)
        return try self.pages.page(
            "case", model,
            shell: PageShell(
                title: view.subject.title, active: .worklist,
                trail: [PageLink("Meja kerja", "/petugas"), PageLink(view.subject.number)], wide: true),
            context: context, status: attempt?.problem.status ?? 200)
    }

    /// The draft as a PDF without numbers.
    private func preview(_ id: CaseID, _ context: LayakRequestContext) async throws -> Response {
        let view = try await self.view(id, context)
        guard let letter = view.subject.letter else { throw Problem.notFound("Naskah surat") }
        let content = try await self.database.read { try LetterStore.content(of: letter.id, in: $0) }
        let pdf = try LetterPress.preview(try LetterContent.thaw(content))
        return Response.file(
            pdf, contentType: "application/pdf", filename: "naskah-\(view.subject.number).pdf", inline: true)
    }
}
