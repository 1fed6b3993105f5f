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
        router.get("/pengesahan", for: .role([.signer])) { _, context in
            try await self.signingPage(context, problem: nil, typed: [:])
        }
        router.post("/pengesahan/{id}/sahkan", for: .role([.signer])) { _, context in
            let id: CaseID = try context.id("id", of: "Perkara")
            let number = context.form.text("nomor")
            do {
                let command = SignLetter(
                    caseId: id, version: try CaseForms.version(context.form), letterNumber: number)
                _ = try await self.carryOut(SignLetterAction.self, command, context)
                return Response.seeOther("/petugas/perkara/\(id)", message: "disahkan")
            } catch let problem as Problem where [403, 409, 422].contains(problem.status) {
                return try await self.signingPage(context, problem: problem, typed: number.map { [id: $0] } ?? [:])
            }
        }
    }

    private func signingPage(
        _ context: LayakRequestContext, problem: Problem?, typed: [CaseID: String]
    ) async throws -> Response {
        let identity = try context.signedIn()
        let units = identity.units(as: .signer)
        let views = try await self.database.read { tx in
            try WorklistStore.lines(of: units, .all, person: identity.personID, states: [.letterDrafted], in: tx)
                .prefix(50).compactMap { try CaseView.read($0.id, in: tx) }
        }
        let workers = try Dictionary(uniqueKeysWithValues: units.map { ($0, try self.worker(context, at: $0)) })
        let nobody = CaseWorker(actor: Actor(personId: identity.personID, name: identity.name), roles: [])
        return try self.pages.page(
            "signing",
            SigningPage(views, worker: { workers[$0] ?? nobody }, office: self.office, problem: problem, typed: typed),
            shell: PageShell(title: "Pengesahan", active: .signing), context: context, status: problem?.status ?? 200)
    }
}
