internal import Hummingbird
internal import Logging

/// Reports every finished request, and writes its one log line: pattern of the route, never the address.
struct ObservationMiddleware: RouterMiddleware {
    let observe: @Sendable (RequestObservation) -> Void

    func handle(
        _ request: Request, context: LayakRequestContext,
        next: @concurrent (Request, LayakRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        let pattern = context.endpointPath ?? "unmatched"
        let observation = RequestObservation(
            method: known.contains(request.method.rawValue) ? request.method.rawValue : "OTHER",
            route: pattern == "NotFound" ? "unmatched" : pattern, status: response.status.code,
            duration: ContinuousClock.now - start)
        self.observe(observation)
        context.logger.info(
            "request served",
            metadata: [
                "http.method": .string(observation.method), "http.route": .string(observation.route),
                "http.status": .stringConvertible(observation.status),
                "duration_ms": .stringConvertible(Int(observation.duration / .milliseconds(1))),
            ])
        return response
    }
}
