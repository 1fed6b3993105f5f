import Contracts
import Foundation
import Hummingbird
import Postgres
import Web

extension ReviewRoutes {
    /// `/verifikasi`: whether a letter is ours, by its code or by the file itself.
    func registerVerification(on router: GuardedRouter) {
        router.get("/verifikasi", for: .public) { request, context in
            let typed = request.uri.queryParameters["kode"].map { String($0).replacing("+", with: " ") } ?? ""
            guard !typed.isEmpty else { return try self.verificationPage(nil, typed: nil, context) }
            let letter = try await self.letter(code: typed)
            return try self.verificationPage(.code(letter), typed: typed, context)
        }
        router.get("/verifikasi/{code}", for: .public) { _, context in
            let typed = try context.path("code")
            let letter = try await self.letter(code: typed)
            return try self.verificationPage(.code(letter), typed: typed, context)
        }
        router.post("/verifikasi", for: .public, body: .upload) { _, context in
            guard let file = context.files.first(where: { $0.field == "berkas" }), !file.bytes.isEmpty else {
                throw Problem.invalid([
                    FieldProblem(
                        field: "berkas", code: "required", message: "Pilih berkas PDF surat, lalu periksa lagi.")
                ])
            }
            let sha256 = Fingerprint.sha256(of: file.bytes)
            let letter = try await self.database.read { try VerificationStore.letter(sha256: sha256, in: $0) }
            return try self.verificationPage(.file(letter), typed: nil, context)
        }
    }

    /// An issued letter by what somebody typed; `nil` for everything that is no code.
    func letter(code typed: String) async throws -> IssuedLetter? {
        guard let code = VerificationCode.read(typed) else { return nil }
        return try await self.database.read { try VerificationStore.letter(code: code, in: $0) }
    }

    private func verificationPage(
        _ answer: VerificationAnswer?, typed: String?, _ context: LayakRequestContext
    ) throws -> Response {
        try self.pages.page(
            "verification", VerificationPage(answer, typedCode: typed),
            shell: PageShell(title: "Verifikasi surat", active: .verification), context: context)
    }
}
