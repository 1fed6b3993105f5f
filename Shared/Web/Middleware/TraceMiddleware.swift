internal import Foundation
internal import Hummingbird
internal import Logging

/// Reads or makes the trace, puts its id into every log line of the request, and tells the caller.
struct TraceMiddleware: RouterMiddleware {
    let now: @Sendable () -> Date

    func handle(
        _ request: Request, context: LayakRequestContext,
        next: @concurrent (Request, LayakRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.now = self.now()
        var random = SystemRandomNumberGenerator()
        if let header = request.headers[HeaderName.traceparent],
            let trace = TraceContext(continuing: header, using: &random)
        {
            context.trace = trace
        }
        context.logger[metadataKey: "trace_id"] = .string(context.trace.traceID)
        context.logger[metadataKey: "hb.request.id"] = nil
        if let query = request.uri.query, query.utf8.count < 2000 {
            // A query that is no form carries no message; the route says whether it minds.
            context.flash = (try? FormFields(urlencoded: query.utf8))?["pesan"]
        }
        var response = try await next(request, context)
        response.headers[HeaderName.traceparent] = context.trace.traceparent
        return response
    }
}
