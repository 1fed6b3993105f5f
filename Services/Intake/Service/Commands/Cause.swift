import Contracts

/// What led to a change: a message, or an HTTP request with its trace.
struct Cause: Sendable {
    var envelope: Envelope?
    var traceparent: String?

    static func request(_ traceparent: String) -> Cause { Cause(envelope: nil, traceparent: traceparent) }
    static func message(_ envelope: Envelope) -> Cause { Cause(envelope: envelope, traceparent: nil) }
}
