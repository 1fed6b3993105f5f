import Contracts
import Foundation
import Hummingbird
import Postgres
import ReviewDomain
import ServiceHost
import Web

extension ReviewRoutes {
    /// `/pengesahan`: the signing desk.
    func registerSigning(on router: GuardedRouter) {
        router.get("/pengesahan", for: .role([.signer])) { request, context in
            try await self.signingPage(request, context, problem: nil, typed: [:])
        }
        router.post("/pengesahan/{id}/sahkan", for: .role([.signer])) { request, context in
            let id: CaseID = try context.id("id", of: "Perkara")
            let number = context.form.text("nomor")
            do {
                let command = SignLetter(
                    caseId: id, version: try CaseForms.version(context.form), letterNumber: number)
                _ = try await self.carryOut(SignLetterAction.self, command, context)
                return Response.seeOther("/petugas/perkara/\(id)", message: "disahkan")
            } catch let problem as Problem where [403, 409, 422].contains(problem.status) {
                return try await self.signingPage(
                    request, context, problem: problem, typed: number.map { [id: $0] } ?? [:])
            }
        }
    }

    private func signingPage(
        _ request: Request, _ context: LayakRequestContext, problem: Problem?, typed: [CaseID: String]
    ) async throws -> Response {
        let identity = try context.signedIn()
        let units = identity.units(as: .signer)
        let wanted = request.uri.queryParameters["halaman"].flatMap { Int($0) } ?? 1
        let (views, total, page) = try await self.database.read { tx in
            let total = try WorklistStore.total(
                of: units, .all, person: identity.personID, states: [.letterDrafted], in: tx)
            // Signing empties the last page; whoever comes back to it sees the one before.
            let last = max(1, (total + SigningPage.size - 1) / SigningPage.size)
            let page = min(max(1, wanted), last)
            let lines = try WorklistStore.lines(
                of: units, .all, person: identity.personID, states: [.letterDrafted], page: page,
                size: SigningPage.size, in: tx)
            return (try lines.compactMap { try CaseView.read($0.id, in: tx) }, total, page)
        }
        let workers = try Dictionary(uniqueKeysWithValues: units.map { ($0, try self.worker(context, at: $0)) })
        let nobody = CaseWorker(actor: Actor(personId: identity.personID, name: identity.name), roles: [])
        return try self.pages.page(
            "signing",
            SigningPage(
                views, total: total, page: page, worker: { workers[$0] ?? nobody }, office: self.office,
                problem: problem, typed: typed),
            shell: PageShell(title: "Pengesahan", active: .signing), context: context, status: problem?.status ?? 200)
    }
}
