import Contracts
import Foundation
import Hummingbird
import Postgres
import Web

/// Confirming the address that was typed at registration, and having the link mailed once more.
struct ConfirmationRoutes {
    let parts: IntakeParts

    /// Where the links lead; the sign-in page knows by it why somebody comes.
    static let path = "/daftar/konfirmasi"

    func register(on router: GuardedRouter) {
        router.post(Self.path, for: .signedIn, use: self.again)
        router.get("/daftar/konfirmasi/{token}", for: .signedIn, use: self.show)
        router.post("/daftar/konfirmasi/{token}", for: .signedIn, use: self.confirm)
    }

    @Sendable private func again(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let person = try context.signedIn().personID
        let request = RequestProof(identifiers: self.parts.identifiers)
        let isSent = try await self.parts.database.transaction { tx in
            guard let account = try AccountStore.find(person, in: tx), account.emailProvenAt == nil else { return true }
            return try request(
                .confirm, for: account, now: context.now, cause: .request(context.traceparent), in: tx)
        }
        return .seeOther("/pengajuan", message: isSent ? "tautan-dikirim" : "tautan-terlalu-sering")
    }

    /// Shows the button and changes nothing: programs that look for malware open every link of a mail.
    @Sendable private func show(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        struct Model {
            let action: String
            let email: String
        }
        let token = try context.path("token")
        let person = try context.signedIn().personID
        guard let id = self.parts.proofLink.proofID(token: token, purpose: .confirm) else {
            return try self.answer(.over, context)
        }
        let (standing, email) = try await self.parts.database.read { tx in
            let proof = try ContactProofStore.find(id, .confirm, in: tx)
            return (try ConfirmAddress.standing(of: proof, for: person, now: context.now, in: tx), proof?.email)
        }
        guard case .good = standing, let email else { return try self.answer(standing, context) }
        return try self.parts.pages.page(
            "confirm", Model(action: "\(Self.path)/\(token)", email: email),
            shell: PageShell(title: "Konfirmasi alamat e-mail"), context: context)
    }

    @Sendable private func confirm(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let person = try context.signedIn().personID
        guard let id = self.parts.proofLink.proofID(token: try context.path("token"), purpose: .confirm) else {
            return try self.answer(.over, context)
        }
        let confirm = ConfirmAddress(identifiers: self.parts.identifiers)
        let standing = try await self.parts.database.transaction { tx in
            try confirm(id, by: person, now: context.now, cause: .request(context.traceparent), in: tx)
        }
        return try self.answer(standing, context)
    }

    private func answer(_ standing: ConfirmAddress.Standing, _ context: LayakRequestContext) throws -> Response {
        let page: LinkOverPage
        switch standing {
        case .good, .confirmed: return .seeOther("/pengajuan", message: "terkonfirmasi")
        case .foreign:
            page = LinkOverPage(
                text:
                    "Tautan ini untuk akun lain. Keluar dahulu, masuk dengan akun yang Anda daftarkan dengan alamat e-mail itu, lalu buka tautan sekali lagi.",
                action: PageLink("Pengajuan saya", "/pengajuan"))
            return try page.response(self.parts, context, title: "Tautan untuk akun lain")
        case .taken:
            page = LinkOverPage(
                text:
                    "Alamat e-mail ini sudah terbukti milik akun lain, misalnya akun dari portal. Atur kata sandi untuk alamat ini, lalu masuk dengan akun itu.",
                action: PageLink("Atur kata sandi", "/masuk/lupa"))
            return try page.response(self.parts, context, title: "Alamat sudah dipakai")
        case .over:
            page = LinkOverPage(
                text:
                    "Tautan hanya berlaku sekali dan selama 24 jam, atau alamatnya tidak utuh. Pada halaman Pengajuan saya, pilih Kirim ulang, lalu buka e-mail yang terakhir Anda terima.",
                action: PageLink("Pengajuan saya", "/pengajuan"))
        }
        return try page.response(self.parts, context)
    }
}
