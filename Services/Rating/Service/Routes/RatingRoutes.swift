import Contracts
import Foundation
import Hummingbird
import Postgres
import RatingDomain
import Satisfaction
import ServiceHost
import Web

/// The page behind the link in the mail of a letter.
struct RatingRoutes: Sendable {
    let dependencies: ServiceDependencies
    let link: RatingLink
    let give: GiveRating
    /// Guards against a flood of answers: from one address, whatever the link, and under one link, whatever the address.
    let allowance: Allowance

    func register(on router: GuardedRouter) {
        router.get("/penilaian/{token}", for: .public) { _, context in try await self.show(context) }
        router.post("/penilaian/{token}", for: .public) { request, context in
            try self.allowance.take("address:" + ClientAddress.of(request), now: context.now)
            return try await self.answer(context)
        }
    }

    private func show(_ context: LayakRequestContext) async throws -> Response {
        let (token, caseID) = try self.linked(context)
        return try await self.page(token, caseID, errors: [], typed: nil, status: 200, context)
    }

    private func answer(_ context: LayakRequestContext) async throws -> Response {
        let (token, caseID) = try self.linked(context)
        try self.allowance.take("link:" + token, now: context.now)
        do {
            guard let score = context.form.text("nilai").flatMap({ Int($0) }).flatMap(Score.init) else {
                throw Problem.invalid([
                    FieldProblem(field: "nilai", code: "required", message: "Pilih satu nilai dari 1 sampai 5.")
                ])
            }
            let comment = try RatingComment.reading(context.form["komentar"])
            let (now, traceparent) = (context.now, context.traceparent)
            try await self.dependencies.database.transaction { tx in
                try self.give(caseID, score: score, comment: comment, now: now, traceparent: traceparent, in: tx)
            }
        } catch let problem as Problem where problem.status == 422 {
            return try await self.page(
                token, caseID, errors: problem.errors, typed: context.form["komentar"], status: 422, context)
        }
        return .seeOther("/penilaian/\(token)", message: "dinilai")
    }

    private func linked(_ context: LayakRequestContext) throws -> (String, CaseID) {
        let token = try context.path("token")
        guard let caseID = self.link.caseID(token: token) else {
            throw Problem(
                code: "tautan-tidak-berlaku", title: "Tautan penilaian tidak berlaku", status: 404,
                detail: "Buka tautan dari e-mail pemberitahuan surat Anda, secara utuh.")
        }
        return (token, caseID)
    }

    private func page(
        _ token: String, _ caseID: CaseID, errors: [FieldProblem], typed: String?, status: Int,
        _ context: LayakRequestContext
    ) async throws -> Response {
        let (found, zone) = try await self.dependencies.database.read { tx in
            let found = try RatedCaseStore.find(caseID, lock: false, in: tx)
            let zone = try found?.unit.flatMap { try UnitStore.unit($0, in: tx) }?.zone ?? .wib
            return (found, zone)
        }
        let model = RatingPage(
            found, token: token, zone: zone, now: context.now, errors: errors, typed: typed)
        return try self.dependencies.site.pages.page(
            "rating", model, shell: PageShell(title: "Nilai pelayanan kami"), context: context, status: status)
    }
}
