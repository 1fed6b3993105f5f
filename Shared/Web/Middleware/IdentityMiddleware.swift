internal import Hummingbird

/// Finds out who is asking: by cookie on pages, by `Authorization: Bearer` under `/api`, never the other way round.
struct IdentityMiddleware: RouterMiddleware {
    let tokens: TokenVerifier

    func handle(
        _ request: Request, context: LayakRequestContext,
        next: @concurrent (Request, LayakRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let token = self.token(of: request) {
            // A token that is not believed is as good as none; the route's audience decides what follows.
            context.identity = try? self.tokens.verify(token, now: context.now)
        }
        return try await next(request, context)
    }

    private func token(of request: Request) -> String? {
        guard request.isForAPI else { return request.cookies[LayakCookie.token]?.value }
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
    }
}

extension Request {
    /// Whether the answer is for a program.
    var isForAPI: Bool { self.uri.path.hasPrefix("/api/") || self.uri.path == "/api" }
}
