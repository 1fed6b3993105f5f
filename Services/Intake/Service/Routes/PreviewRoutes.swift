import Postgres
import Contracts
import Crypto
import Foundation
import Hummingbird
import IntakeDomain
import Web

/// The preview with its files, and the submission.
struct PreviewRoutes {
    let parts: IntakeParts

    func register(on router: GuardedRouter) {
        router.get("/pengajuan/{id}/pratinjau", for: .role([.applicant]), use: self.show)
        router.post("/pengajuan/{id}/kirim", for: .role([.applicant]), use: self.submit)
        router.post("/pengajuan/{id}/lampiran", for: .role([.applicant]), body: .upload, use: self.attach)
        router.post("/pengajuan/{id}/lampiran/{berkas}/hapus", for: .role([.applicant]), use: self.detach)
    }

    @Sendable private func show(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        try await self.preview(context, fileProblem: nil, problems: nil, status: 200)
    }

    private func preview(
        _ context: LayakRequestContext, fileProblem: String?, problems: [FieldProblem]?, status: Int
    ) async throws -> Response {
        let id = try context.id("id", as: Kind.Case.self, of: "Pengajuan")
        let person = try context.signedIn().personID
        struct Opened: Sendable {
            var draft: DraftStore.Draft
            var files: [AttachmentReference]
            var remarks: [String: [String]]
            var submission: SubmissionStore.Submission?
            var earlier: FormContent?
            var similar: [SimilarActivity]
        }
        let findSimilar = self.parts.findSimilar
        let opened = try await self.parts.database.transaction { tx in
            let draft = try OpenDraft.find(id, of: person, now: context.now, in: tx)
            return Opened(
                draft: draft, files: try AttachmentStore.list(of: id, in: tx),
                remarks: draft.round > 1 ? try MirrorStore.find(id, in: tx)?.openRemarks ?? [:] : [:],
                submission: try SubmissionStore.find(id, in: tx),
                earlier: draft.round > 1
                    ? try SubmissionStore.version(of: id, round: draft.round - 1, in: tx)?.form : nil,
                similar: findSimilar.orNothing(draft.content, in: tx) ?? [])
        }
        let parts = self.parts.reading(opened.draft.content)
        let model = try PreviewPage(
            opened.draft, files: opened.files, remarks: opened.remarks, fixedUnit: opened.submission?.unit,
            earlier: opened.earlier, fileProblem: fileProblem, problems: problems,
            findings: DraftFindings(opened.draft, submission: opened.submission, now: context.now, parts: parts),
            similar: opened.similar, parts: parts)
        return try self.parts.pages.page(
            "preview", model,
            shell: PageShell(
                title: "Pratinjau", active: .cases,
                trail: [
                    CaseRoutes.trail,
                    PageLink(opened.draft.content.answers["judul"]?.string ?? "Draf pengajuan", "/pengajuan/\(id)"),
                ]), context: context, status: status)
    }

    @Sendable private func submit(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let id = try context.id("id", as: Kind.Case.self, of: "Pengajuan")
        let person = try context.signedIn().personID
        let submitDraft = SubmitDraft(submit: self.parts.submit)
        do {
            let key = try IdempotencyKey(context.form["kunci"], field: "kunci")
            let submission = try await self.parts.database.transaction { tx in
                try submitDraft(
                    id, key: key, by: person, now: context.now, cause: .request(context.traceparent), in: tx)
            }
            return .seeOther(
                "/pengajuan/\(submission.caseID)", message: submission.round == 1 ? "diajukan" : "perbaikan")
        } catch let problem as Problem where problem.status == 422 {
            return try await self.preview(context, fileProblem: nil, problems: problem.errors, status: 422)
        }
    }

    @Sendable private func attach(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let id = try context.id("id", as: Kind.Case.self, of: "Pengajuan")
        let person = try context.signedIn().personID
        guard let file = context.files.first(where: { $0.field == "berkas" }), !file.bytes.isEmpty else {
            return try await self.preview(
                context, fileProblem: "Pilih berkas terlebih dahulu.", problems: nil, status: 422)
        }
        guard file.bytes.count <= AttachmentKind.largest else {
            return try await self.preview(
                context, fileProblem: "Berkas terlalu besar: paling besar 20 MiB.", problems: nil, status: 413)
        }
        let name = AttachmentKind.safeName(file.filename)
        guard let type = AttachmentKind.mediaType(of: file.bytes, named: name) else {
            return try await self.preview(
                context,
                fileProblem:
                    "Jenis berkas ini tidak diterima. Kirim PDF, dokumen, lembar kerja, gambar, CSV, atau ZIP.",
                problems: nil, status: 422)
        }
        let digest = SHA256.hash(data: file.bytes).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        let stored = AttachmentStore.Stored(
            reference: AttachmentReference(
                id: self.parts.identifiers.next(at: context.now), name: name, mediaType: type, size: file.bytes.count,
                sha256: digest),
            caseID: id, personID: person, content: file.bytes)
        try await self.parts.database.transaction { tx in
            _ = try OpenDraft.find(id, of: person, lock: true, now: context.now, in: tx)
            guard try AttachmentStore.list(of: id, in: tx).count < AttachmentKind.most else {
                throw CaseProblem.tooManyFiles
            }
            try AttachmentStore.insert(stored, now: context.now, in: tx)
        }
        return .seeOther("/pengajuan/\(id)/pratinjau", message: "berkas")
    }

    @Sendable private func detach(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let id = try context.id("id", as: Kind.Case.self, of: "Pengajuan")
        let file = try context.id("berkas", as: Kind.Attachment.self, of: "Berkas")
        let person = try context.signedIn().personID
        try await self.parts.database.transaction { tx in
            _ = try OpenDraft.find(id, of: person, lock: true, now: context.now, in: tx)
            guard try AttachmentStore.remove(file, of: id, now: context.now, in: tx) else {
                throw Problem.notFound("Berkas")
            }
        }
        return .seeOther("/pengajuan/\(id)/pratinjau", message: "berkas-dihapus")
    }
}
