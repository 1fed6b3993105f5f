import ActivityForm
import Contracts
import Hummingbird
import IntakeDomain
import Postgres
import Web

/// A form as a file, for the applicant: as the present national system keeps it, or as codes of MS-Keg.
struct ExportRoutes {
    let parts: IntakeParts

    /// The shapes, by their names in addresses.
    enum Shape: String {
        case record = "catatan"
        case codes = "kode"
    }

    func register(on router: GuardedRouter) {
        router.get("/pengajuan/{id}/unduh/{bentuk}", for: .role([.applicant]), use: self.download)
    }

    @Sendable private func download(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let id = try context.id("id", as: Kind.Case.self, of: "Pengajuan")
        let person = try context.signedIn().personID
        guard let shape = Shape(rawValue: try context.path("bentuk")) else { throw Problem.notFound("Bentuk berkas") }
        struct Found: Sendable {
            var content: FormContent
            var files: [String]
        }
        // A draft is what the applicant sees, also while a correction is under way.
        let found = try await self.parts.database.read { tx -> Found in
            if let draft = try DraftStore.find(id, in: tx), draft.personID == person {
                return Found(content: draft.content, files: try AttachmentStore.list(of: id, in: tx).map(\.name))
            }
            guard let submission = try SubmissionStore.find(id, in: tx), submission.personID == person,
                let version = try SubmissionStore.version(of: id, round: submission.round, in: tx)
            else { throw CaseProblem.notFound }
            return Found(content: version.form, files: version.attachments.map(\.name))
        }
        let acceptance = self.parts.acceptance
        let json =
            switch shape {
            case .record:
                try RecordExport(
                    definition: acceptance.reading(found.content).definition, regions: acceptance.regions
                ).write(found.content, files: found.files).json
            case .codes: try CodeSheet(catalogue: acceptance.forms, regions: acceptance.regions).write(found.content)
            }
        return Response.file(
            json, contentType: "application/json", filename: "\(shape.rawValue)-\(id).json")
    }
}
