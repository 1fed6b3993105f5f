internal import Contracts
public import Hummingbird
internal import Synchronization

/// Where a service registers its routes. Every route states its audience; there is no other way to register one.
///
/// Around every handler stand, from outside to inside: trace, security headers, observation, identity, problems, timeout,
/// audience, body with its limit, CSRF.
public final class GuardedRouter {
    private let router: Router<LayakRequestContext>
    private let site: WebSite
    private let table: RouteTable
    private let uploads: UploadAdmission

    /// A router with nothing but the style sheet.
    ///
    /// - Parameter requests: sees running requests, so that a drain can wait for them.
    public init(site: WebSite) {
        self.site = site
        self.table = RouteTable()
        self.uploads = UploadAdmission(most: 8)
        self.router = Router(context: LayakRequestContext.self, options: [.autoGenerateHeadEndpoints])
        self.router.add(middleware: TraceMiddleware(now: site.now))
        self.router.add(middleware: ObservationMiddleware(observe: site.observe))
        self.router.add(middleware: SecurityHeadersMiddleware(secure: site.secure))
        self.router.add(middleware: IdentityMiddleware(tokens: site.tokens))
        self.router.add(
            middleware: ProblemMiddleware(pages: site.pages, translate: site.translate, routes: self.table))
        self.get("/aset/{file}", for: .public) { request, context in
            try Asset.respond(file: context.path("file"))
        }
    }

    /// The routes registered so far, in order.
    public var routes: [GuardedRoute] { self.table.all }

    /// Answers GET (and HEAD) requests.
    public func get(
        _ path: String, for audience: Audience,
        use handler: @escaping @Sendable (Request, LayakRequestContext) async throws -> some ResponseGenerator
    ) {
        self.on("GET", path, for: audience, body: .ignored, use: handler)
    }

    /// Answers POST requests; the body is a form on a page and JSON under `/api`, unless said otherwise.
    public func post(
        _ path: String, for audience: Audience, body: RouteBody? = nil,
        use handler: @escaping @Sendable (Request, LayakRequestContext) async throws -> some ResponseGenerator
    ) {
        self.on("POST", path, for: audience, body: body ?? (path.hasPrefix("/api/") ? .json : .form), use: handler)
    }

    /// Answers requests of any method.
    public func on(
        _ method: String, _ path: String, for audience: Audience, body: RouteBody,
        use handler: @escaping @Sendable (Request, LayakRequestContext) async throws -> some ResponseGenerator
    ) {
        precondition(path.hasPrefix("/"), "a route's path begins with a slash: \(path)")
        switch audience {
        case .public: break
        case .signedIn, .role: precondition(!path.hasPrefix("/api/"), "an API route has no cookie audience: \(path)")
        case .apiToken: precondition(path.hasPrefix("/api/"), "a token audience is for /api: \(path)")
        }
        guard let verb = HTTPRequest.Method(method) else { preconditionFailure("no HTTP method: \(method)") }
        let route = GuardedRoute(method: method, path: path, audience: audience, body: body)
        self.table.add(route)
        let gate = RouteGate(route: route, secure: self.site.secure, uploads: self.uploads)
        let timeout = body.isLarge ? self.site.timeout * 4 : self.site.timeout
        self.router.on(RouterPath(path), method: verb) { request, context -> Response in
            if let redirect = try gate.admit(request, context) { return redirect }
            return try await withRequestTimeout(timeout) {
                let ticket = try gate.enter()
                defer { ticket?.leave() }
                let prepared = try await gate.prepare(request, context)
                if let redirect = try gate.checkForm(request, prepared) { return redirect }
                let output = try await handler(request, prepared)
                var response = try output.response(from: request, context: prepared)
                gate.finish(&response, prepared)
                return response
            }
        }
    }

    /// What Hummingbird's `Application` answers with. No route can be added afterwards.
    public func buildResponder() -> RouterResponder<LayakRequestContext> { self.router.buildResponder() }
}

extension GuardedRouter: HTTPResponderBuilder {}
