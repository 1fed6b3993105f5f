internal import Metrics
internal import Web

/// Counts finished requests. Routes are patterns, so the number of series is that of the routes.
enum RequestMetrics {
    static func observe(_ request: RequestObservation) {
        Counter(
            label: "layak_http_requests_total",
            dimensions: [
                ("method", request.method), ("route", request.route), ("status", String(request.status)),
            ]
        ).increment()
        let (seconds, attoseconds) = request.duration.components
        Metrics.Timer(label: "layak_http_request_seconds", dimensions: [("route", request.route)])
            .recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
