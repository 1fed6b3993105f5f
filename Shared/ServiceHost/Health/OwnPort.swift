internal import Contracts
internal import Hummingbird
internal import Postgres
internal import Web

/// Answers `/health/live`, `/health/ready`, `/health` and `/metrics` before any route of the service. The front door does
/// not let the world reach these.
///
/// A request of the service may wait for the database for a second and a half, all in all: a server that takes everything
/// and says nothing would otherwise hold each request for the seven seconds of a statement's limit, and the caller could
/// not tell "come again" from "never". What was being committed then is answered as in doubt, and asking again is safe: a
/// submission by its idempotency key, an officer's command by the version of the case.
struct OwnPort: HTTPResponder {
    typealias Context = LayakRequestContext

    static let databasePatience: Duration = .milliseconds(1500)
    /// What operators ask for by their program may go through whole tables, and takes as long as a statement may.
    private static let patientPaths = ["/api/v1/parked", "/api/v1/replays", "/api/v1/reconciliation"]

    let service: RouterResponder<LayakRequestContext>
    let readiness: Readiness
    let report: @Sendable () async -> HealthReport
    let metrics: @Sendable () async -> String

    func respond(to request: Request, context: LayakRequestContext) async throws -> Response {
        guard request.method == .get || request.method == .head else {
            return try await self.serve(request, context)
        }
        switch request.uri.path {
        case "/health/live": return self.plain("alive\n", 200)
        case "/health/ready":
            let ready = self.readiness.isReady(at: .now)
            return self.plain(ready ? "ready\n" : "not ready\n", ready ? 200 : 503)
        case "/health":
            let report = await self.report()
            var response = try Response.json(report, status: report.status == "unavailable" ? 503 : 200)
            response.headers[.cacheControl] = "no-store"
            return response
        case "/metrics":
            return self.plain(await self.metrics(), 200, "text/plain; version=0.0.4; charset=utf-8")
        default: return try await self.serve(request, context)
        }
    }

    private func serve(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let path = request.uri.path
        if Self.patientPaths.contains(where: { path.hasPrefix($0) }) {
            return try await self.service.respond(to: request, context: context)
        }
        return try await DatabasePatience.limited(to: Self.databasePatience) {
            try await self.service.respond(to: request, context: context)
        }
    }

    private func plain(_ text: String, _ status: Int, _ type: String = "text/plain; charset=utf-8") -> Response {
        Response(
            status: HTTPResponse.Status(code: status), headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
