import Postgres
import Contracts
import Hummingbird
import IntakeDomain
import Web

/// Files, for the applicant and for the officers of the unit in charge.
struct AttachmentRoutes {
    let parts: IntakeParts

    func register(on router: GuardedRouter) {
        router.get("/lampiran/{id}", for: .signedIn, use: self.download)
    }

    @Sendable private func download(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let id = try context.id("id", as: Kind.Attachment.self, of: "Berkas")
        let identity = try context.signedIn()
        let file = try await self.parts.database.read { tx -> AttachmentStore.Stored in
            guard let file = try AttachmentStore.find(id, in: tx) else { throw Problem.notFound("Berkas") }
            if file.personID == identity.personID { return file }
            // Officers see a file once it is part of a submission.
            guard let submission = try SubmissionStore.find(file.caseID, in: tx),
                [Role.officer, .evaluator, .signer, .supervisor].contains(where: {
                    identity.holds($0, at: submission.unit)
                }),
                try SubmissionStore.isSubmitted(id, of: file.caseID, in: tx)
            else { throw Problem.notFound("Berkas") }
            return file
        }
        return Response.file(
            file.content, contentType: file.reference.mediaType, filename: file.reference.name)
    }
}
