import Contracts
import Hummingbird
import Messaging
import Postgres
import ServiceHost
import Web

extension ReviewRoutes {
    /// `/surat/{letterId}`: the issued PDF, for the applicant of the case and for its unit.
    func registerLetters(on router: GuardedRouter) {
        router.get("/surat/{letterId}", for: .signedIn) { _, context in
            let id: LetterID = try context.id("letterId", of: "Surat")
            let identity = try context.signedIn()
            guard let document = try await self.database.read({ try LetterStore.document(id, in: $0) }),
                document.applicant == identity.personID
                    || CaseAccess.mayRead(document.unit, AuthenticatedActor(identity))
            else { throw Problem.notFound("Surat") }
            let name = document.letterNumber.map { $0.isLetter || $0.isNumber || $0 == "-" ? String($0) : "-" }.joined()
            return Response.file(document.pdf, contentType: "application/pdf", filename: "surat-\(name).pdf")
        }
    }
}
