import ActivityForm
import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Passwords
import Postgres
import Web

/// Asking for a link by which a password is set, and setting it: for who has forgotten theirs, and for who came by the
/// portal and never had one.
struct PasswordRoutes {
    let parts: IntakeParts

    func register(on router: GuardedRouter) {
        router.get("/masuk/lupa", for: .public, use: self.ask)
        router.post("/masuk/lupa", for: .public, use: self.take)
        router.get("/masuk/lupa/terkirim", for: .public, use: self.taken)
        router.get("/masuk/sandi/{token}", for: .public, use: self.choose)
        router.post("/masuk/sandi/{token}", for: .public, use: self.set)
    }

    // MARK: - Asking

    @Sendable private func ask(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        try self.asking(context, problem: nil)
    }

    /// Takes the address down and says the same, whoever has it: it is looked up later, elsewhere.
    @Sendable private func take(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let email = String((context.form.text("email") ?? "").prefix(254))
        guard EmailShape.fits(email) else {
            return try self.asking(
                context,
                problem: FieldProblem(
                    field: "email", code: "not-an-email",
                    message: "Alamat e-mail: tuliskan satu alamat, misalnya nama@instansi.go.id."))
        }
        try self.parts.passwordRequests.take("address:" + NetworkAddress.of(request), now: context.now)
        try self.parts.passwordRequestsPerEmail.take(SignIn.accountKey(of: email), now: context.now)
        let id = self.parts.identifiers.uuid(at: context.now)
        try await self.parts.database.transaction { tx in
            try PasswordRequestStore.insert(
                id: id, email: email, traceparent: context.traceparent, now: context.now, in: tx)
            tx.afterCommit { self.parts.requestBell.ring() }
        }
        return .seeOther("/masuk/lupa/terkirim")
    }

    @Sendable private func taken(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        try self.parts.pages.page("forgot-sent", shell: PageShell(title: "Periksa e-mail Anda"), context: context)
    }

    private func asking(_ context: LayakRequestContext, problem: FieldProblem?) throws -> Response {
        struct Model {
            let errors: ErrorSummary?
            let email: Field
        }
        let model = Model(
            errors: ErrorSummary(problem.map { [$0] } ?? []),
            email: Field(
                "email", "Alamat e-mail", error: problem?.message, value: context.form["email"],
                control: .line(type: "email"), autocomplete: "username", maxLength: 254))
        return try self.parts.pages.page(
            "forgot", model, shell: PageShell(title: "Atur kata sandi"), context: context,
            status: problem == nil ? 200 : 422)
    }

    // MARK: - Setting

    /// Shows the form and changes nothing: programs that look for malware open every link of a mail.
    @Sendable private func choose(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let token = try context.path("token")
        guard let email = try await self.address(behind: token, now: context.now) else {
            return try self.over(.over, context)
        }
        return try self.choosing(token, email, problems: [], context)
    }

    @Sendable private func set(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let token = try context.path("token")
        // A hash is a lot of work; without a link that holds, nobody gets one.
        guard let email = try await self.address(behind: token, now: context.now),
            let proof = self.parts.proofLink.proofID(token: token, purpose: .password)
        else { return try self.over(.over, context) }
        let password = context.form["sandi"] ?? ""
        let problems = PasswordRule.problems(password)
        guard problems.isEmpty else { return try self.choosing(token, email, problems: problems, context) }
        try self.parts.passwordRequests.take("set:" + token, now: context.now)
        let hash: String
        do {
            hash = try await self.parts.signIn.passwords.hash(password)
        } catch {
            throw PasswordShortage.problem(for: error)
        }
        let set = SetPassword(identifiers: self.parts.identifiers)
        let outcome = try await self.parts.database.transaction { tx in
            try set(proof, hash: hash, now: context.now, cause: .request(context.traceparent), in: tx)
        }
        guard case .done = outcome else { return try self.over(outcome, context) }
        var response = Response.seeOther("/masuk", message: "sandi")
        response.setCookie(self.parts.site.forgetting(LayakCookie.token))
        response.setCookie(self.parts.site.forgetting(LayakCookie.session))
        return response
    }

    /// The address that a link proves; `nil` when the link has no effect (any more).
    private func address(behind token: String, now: Date) async throws -> String? {
        guard let id = self.parts.proofLink.proofID(token: token, purpose: .password) else { return nil }
        return try await self.parts.database.read { tx in
            guard let proof = try ContactProofStore.find(id, .password, in: tx),
                let account = try AccountStore.find(proof.personID, in: tx), proof.isGood(for: account, now: now)
            else { return nil }
            return account.email
        }
    }

    private func choosing(
        _ token: String, _ email: String, problems: [FieldProblem], _ context: LayakRequestContext
    ) throws -> Response {
        struct Model {
            let action: String
            let email: String
            let errors: ErrorSummary?
            let password: Field
        }
        let model = Model(
            action: "/masuk/sandi/\(token)", email: email, errors: ErrorSummary(problems),
            password: Field(
                "sandi", "Kata sandi baru", hint: "Paling sedikit 10 karakter.", error: problems.first?.message,
                control: .line(type: "password"), autocomplete: "new-password", maxLength: 200))
        return try self.parts.pages.page(
            "set-password", model, shell: PageShell(title: "Atur kata sandi"), context: context,
            status: problems.isEmpty ? 200 : 422)
    }

    private func over(_ outcome: SetPassword.Outcome, _ context: LayakRequestContext) throws -> Response {
        let isTaken = if case .taken = outcome { true } else { false }
        let page = LinkOverPage(
            text: isTaken
                ? "Alamat e-mail ini sudah dipakai untuk masuk ke akun lain. Masuklah dengan akun itu, atau hubungi unit BPS yang menangani pengajuan Anda."
                : "Tautan hanya berlaku sekali dan selama 24 jam, atau alamatnya tidak utuh. Kata sandi Anda tidak berubah. Minta tautan baru, lalu buka e-mail yang terakhir Anda terima.",
            action: isTaken ? PageLink("Masuk", "/masuk") : PageLink("Minta tautan baru", "/masuk/lupa"))
        return try page.response(self.parts, context)
    }
}
