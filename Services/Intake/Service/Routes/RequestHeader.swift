import Hummingbird

/// Headers that the HTTP library does not know.
enum RequestHeader {
    static let forwardedFor = "X-Forwarded-For"
    static let idempotencyKey = "Idempotency-Key"

    static func value(_ name: String, of request: Request) -> String? {
        HTTPFields.Element.Name(name).flatMap { request.headers[$0] }
    }
}
