internal import Hummingbird

/// Tells browsers to run nothing, frame nothing, and send nothing elsewhere.
struct SecurityHeadersMiddleware: RouterMiddleware {
    let secure: Bool

    /// Style sheet, pictures and forms from this origin; nothing else, and nothing inline.
    static let contentSecurityPolicy = [
        "default-src 'none'", "style-src 'self'", "img-src 'self'", "form-action 'self'", "base-uri 'none'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    func handle(
        _ request: Request, context: LayakRequestContext,
        next: @concurrent (Request, LayakRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[HeaderName.frameOptions] = "DENY"
        // `same-origin` and not `no-referrer`: the latter would turn the Origin of our own forms into `null`.
        response.headers[HeaderName.referrerPolicy] = "same-origin"
        response.headers[HeaderName.permissionsPolicy] =
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
        response.headers[HeaderName.openerPolicy] = "same-origin"
        response.headers[HeaderName.resourcePolicy] = "same-origin"
        if self.secure { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        // What is not said to be cacheable may hold somebody's data.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
