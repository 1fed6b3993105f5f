import Passwords
import Postgres
import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Web

/// Registration, sign-in and sign-out, and the renewal of tokens from the session.
struct AccountRoutes {
    let parts: IntakeParts

    func register(on router: GuardedRouter) {
        router.get("/daftar", for: .public, use: self.registerPage)
        router.post("/daftar", for: .public, use: self.registerAccount)
        router.get("/masuk", for: .public, use: self.signInPage)
        router.post("/masuk", for: .public, use: self.signIn)
        router.post("/keluar", for: .signedIn, use: self.signOut)
        router.get("/masuk/perpanjang", for: .public, use: self.renew)
        // A form whose token had run out comes here by 307 and goes back the same way, with what was typed.
        router.post("/masuk/perpanjang", for: .public, body: .ignored, use: self.renew)
    }

    // MARK: - Registration

    @Sendable private func registerPage(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        if context.identity != nil { return .seeOther("/pengajuan") }
        return try self.registration(context, problems: [])
    }

    @Sendable private func registerAccount(_ request: Request, _ context: LayakRequestContext) async throws -> Response
    {
        let form = context.form
        let account: Account
        do {
            let registration = try Registration(
                name: form["nama"] ?? "", institution: form["instansi"] ?? "", email: form["email"] ?? "",
                mobile: form["ponsel"], password: form["sandi"] ?? "")
            // A hash is a lot of work, and this one may be asked for by everybody.
            try self.parts.registrations.take(NetworkAddress.of(request), now: context.now)
            let hash: String
            do {
                hash = try await self.parts.signIn.passwords.hash(registration.password.reveal())
            } catch {
                throw PasswordShortage.problem(for: error)
            }
            account = try await self.parts.database.transaction { tx in
                try self.parts.createAccount(
                    name: registration.name, institution: registration.institution, email: registration.email,
                    address: .typed, mobile: registration.mobile, passwordHash: hash, grants: [Grant(.applicant)],
                    now: context.now,
                    cause: .request(context.traceparent), in: tx)
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try self.registration(context, problems: problem.errors)
        }
        let session = try await self.parts.signIn.open(account, now: context.now)
        var response = Response.seeOther("/pengajuan", message: "terdaftar")
        self.hand(session, to: &response)
        return response
    }

    private func registration(_ context: LayakRequestContext, problems: [FieldProblem]) throws -> Response {
        struct Model {
            let errors: ErrorSummary?
            let fields: [Field]
        }
        let form = context.form
        func field(
            _ name: String, _ label: String, type: String = "text", hint: String? = nil, required: Bool = true,
            autocomplete: String, max: Int, keep: Bool = true
        ) -> Field {
            Field(
                name, label, hint: hint, error: problems.first { $0.field == name }?.message,
                value: keep ? form[name] : nil, control: .line(type: type), required: required,
                autocomplete: autocomplete, maxLength: max)
        }
        let fields = [
            field("nama", "Nama lengkap", autocomplete: "name", max: 200),
            field(
                "instansi", "Instansi", hint: "Nama lengkap tanpa singkatan.", autocomplete: "organization", max: 300),
            field("email", "Alamat e-mail", type: "email", autocomplete: "email", max: 254),
            field(
                "ponsel", "Nomor ponsel", type: "tel",
                hint: "Untuk pengajuan yang ditangani BPS pusat, gunakan nomor yang terhubung dengan WhatsApp.",
                required: false, autocomplete: "tel", max: 30),
            field(
                "sandi", "Kata sandi", type: "password", hint: "Paling sedikit 10 karakter.",
                autocomplete: "new-password", max: 200, keep: false),
        ]
        return try self.parts.pages.page(
            "register", Model(errors: ErrorSummary(problems), fields: fields), shell: PageShell(title: "Buat akun"),
            context: context, status: problems.isEmpty ? 200 : 422)
    }

    // MARK: - Sign-in

    @Sendable private func signInPage(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let back = SignInRedirect.destination(of: request)
        if context.identity != nil { return .seeOther(back.text) }
        return try self.signInForm(context, back: back, problem: nil)
    }

    @Sendable private func signIn(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let back = LocalPath(context.form["kembali"] ?? "") ?? .home
        do {
            let session = try await self.parts.signIn(
                email: String((context.form["email"] ?? "").prefix(254)),
                password: String((context.form["sandi"] ?? "").prefix(200)), address: NetworkAddress.of(request),
                now: context.now)
            let target = back == .home ? Self.start(of: session.identity) : back.text
            var response = Response.seeOther(target)
            self.hand(session, to: &response)
            return response
        } catch let problem as Problem where problem.status == 401 || problem.status == 429 {
            return try self.signInForm(context, back: back, problem: problem)
        }
    }

    private func signInForm(_ context: LayakRequestContext, back: LocalPath, problem: Problem?) throws -> Response {
        struct Model {
            let back: String
            let reason: String?
            let errors: ErrorSummary?
            let fields: [Field]
        }
        let fields = [
            Field(
                "email", "Alamat e-mail", value: context.form["email"], control: .line(type: "email"),
                autocomplete: "username", maxLength: 254),
            Field(
                "sandi", "Kata sandi", control: .line(type: "password"), autocomplete: "current-password",
                maxLength: 200),
        ]
        let errors = problem.flatMap { problem in
            ErrorSummary([
                FieldProblem(field: "email", code: problem.code, message: problem.detail ?? problem.title)
            ])
        }
        let isConfirming = back.text.hasPrefix(ConfirmationRoutes.path + "/")
        let reason = isConfirming ? self.parts.pages.text("intake.sign-in.confirm") : nil
        var response = try self.parts.pages.page(
            "sign-in", Model(back: back.text, reason: reason, errors: errors, fields: fields),
            shell: PageShell(title: "Masuk"),
            context: context, status: problem?.status ?? 200)
        if let seconds = problem?.retryAfter { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    // MARK: - Sign-out and renewal

    @Sendable private func signOut(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        try await self.parts.signIn.end(
            secret: request.cookies[LayakCookie.session]?.value, sessionID: context.identity?.sessionID,
            now: context.now)
        var response = Response.seeOther("/", message: "keluar")
        response.setCookie(self.parts.site.forgetting(LayakCookie.token))
        response.setCookie(self.parts.site.forgetting(LayakCookie.session))
        return response
    }

    @Sendable private func renew(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let back = SignInRedirect.destination(of: request)
        if let secret = request.cookies[LayakCookie.session]?.value, secret.utf8.count <= 100,
            let session = try await self.parts.signIn.renew(secret: secret, now: context.now)
        {
            var response = Response(
                status: request.method == .post ? .temporaryRedirect : .seeOther,
                headers: [.location: back.text, .cacheControl: "no-store"])
            response.setCookie(self.parts.site.tokenCookie(session.token))
            return response
        }
        // Nothing to renew from: sign in first. What a form held cannot be kept.
        let target = request.method == .post ? LocalPath.home : back
        var response = Response.seeOther(SignInLink.to(target))
        response.setCookie(self.parts.site.forgetting(LayakCookie.token))
        return response
    }

    private func hand(_ session: SignIn.Session, to response: inout Response) {
        response.setCookie(self.parts.site.tokenCookie(session.token))
        response.setCookie(self.parts.site.sessionCookie(session.secret, maxAge: Int(SignIn.lifetime)))
    }

    /// Where somebody's work is.
    private static func start(of identity: Identity) -> String {
        if identity.holds(.officer) || identity.holds(.evaluator) || identity.holds(.supervisor) { return "/petugas" }
        if identity.holds(.signer) { return "/pengesahan" }
        if identity.holds(.operatingStaff) { return "/operator/pesan" }
        return "/pengajuan"
    }
}
