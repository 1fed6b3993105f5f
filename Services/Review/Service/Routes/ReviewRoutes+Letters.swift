import Contracts
import Hummingbird
import Messaging
import Postgres
import ServiceHost
import Web

extension ReviewRoutes {
    /// The issued PDF, for the applicant of the case and for its unit: `/surat/{letterId}` for browsers,
    /// `/api/v1/letters/{id}/file` for programs.
    func registerLetters(on router: GuardedRouter) {
        router.get("/surat/{letterId}", for: .signedIn) { _, context in
            try await self.letterFile(try context.id("letterId", of: "Surat"), context)
        }
        // The router takes one name per place, and its neighbour `verification` has a code there; this is an identifier.
        router.get("/api/v1/letters/{code}/file", for: .apiToken([])) { _, context in
            try await self.letterFile(try context.id("code", of: "Surat"), context)
        }
    }

    /// - Throws: `Problem.notFound` for somebody else's letter, as for one that does not exist.
    private func letterFile(_ id: LetterID, _ context: LayakRequestContext) async throws -> Response {
        let identity = try context.signedIn()
        guard let document = try await self.database.read({ try LetterStore.document(id, in: $0) }),
            document.applicant == identity.personID
                || CaseAccess.mayRead(document.unit, AuthenticatedActor(identity))
        else { throw Problem.notFound("Surat") }
        let name = document.letterNumber.map { $0.isLetter || $0.isNumber || $0 == "-" ? String($0) : "-" }.joined()
        return Response.file(document.pdf, contentType: "application/pdf", filename: "surat-\(name).pdf")
    }
}
