internal import Contracts
internal import Hummingbird

/// What stands between a request and one handler: audience, body, CSRF.
struct RouteGate: Sendable {
    let route: GuardedRoute
    let secure: Bool
    let uploads: UploadAdmission

    /// `nil` when the request may go on; else the redirect to sign-in.
    ///
    /// - Throws: `Problem.unauthenticated` under `/api`, `Problem.forbidden` when a role is missing.
    func admit(_ request: Request, _ context: LayakRequestContext) throws -> Response? {
        switch self.route.audience {
        case .public: return nil
        case .signedIn:
            return context.identity == nil ? SignInRedirect.response(for: request) : nil
        case .role(let roles):
            guard let identity = context.identity else { return SignInRedirect.response(for: request) }
            guard roles.contains(where: { identity.holds($0) }) else { throw Problem.forbidden }
            return nil
        case .apiToken(let roles):
            guard let identity = context.identity else { throw Problem.unauthenticated }
            guard roles.isEmpty || roles.contains(where: { identity.holds($0) }) else { throw Problem.forbidden }
            return nil
        }
    }

    /// The right to hold a large body in memory; `nil` for a route without one. It is given back after the answer.
    ///
    /// - Throws: `Problem.unavailable` when too many are held already.
    func enter() throws -> UploadAdmission.Ticket? { self.route.body.isLarge ? try self.uploads.enter() : nil }

    /// Reads the body.
    func prepare(_ request: Request, _ context: LayakRequestContext) async throws -> LayakRequestContext {
        var context = LayakRequestContext(
            context, anonymousForm: AnonymousFormSecret(cookie: request.cookies[LayakCookie.anonymousForm]?.value))
        if case .ignored = self.route.body { return context }
        let body = try await BodyReader.read(request, limit: self.route.body.limit, words: self.route.body.limitInWords)
        switch self.route.body {
        case .ignored: break
        case .form, .upload: try self.readForm(body, request, &context)
        case .json, .bytes: context.body = body
        }
        return context
    }

    /// Checks `_csrf`. `nil` when the request may go on; else the redirect to the renewal of the token: whoever was signed
    /// in when a public page handed out its form, and whose token has run out since, must not lose what was typed.
    ///
    /// - Throws: the refusal of ``CSRF``.
    func checkForm(_ request: Request, _ context: LayakRequestContext) throws -> Response? {
        guard self.route.body == .form || self.route.body == .upload else { return nil }
        do {
            try CSRF.check(request, context)
            return nil
        } catch {
            guard context.identity == nil, request.cookies[LayakCookie.session] != nil, !CSRF.isFromElsewhere(request),
                let redirect = SignInRedirect.once(for: request)
            else { throw error }
            return redirect
        }
    }

    /// Hands a fresh form secret to an anonymous visitor's browser.
    func finish(_ response: inout Response, _ context: LayakRequestContext) {
        guard let fresh = context.anonymousForm.fresh else { return }
        response.setCookie(LayakCookie.make(LayakCookie.anonymousForm, fresh, maxAge: nil, secure: self.secure))
    }

    private func readForm(_ body: [UInt8], _ request: Request, _ context: inout LayakRequestContext) throws {
        let contentType = request.headers[.contentType] ?? ""
        switch HeaderParameters(contentType).value {
        case "application/x-www-form-urlencoded":
            context.form = try FormFields(urlencoded: body)
        case "multipart/form-data":
            let form = try MultipartForm(body: body, contentType: contentType)
            context.form = form.fields
            context.files = form.files
        case "" where body.isEmpty: break
        default: throw Problem.unreadable("Jenis kiriman ini tidak dikenal di sini; gunakan formulir pada halaman.")
        }
    }
}
