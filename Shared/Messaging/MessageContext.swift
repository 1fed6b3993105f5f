public import Contracts
public import Foundation
public import Logging

/// What a handler may know besides the body. Time and identifiers are handed in, so that a handler is a function.
public struct MessageContext: Sendable {
    /// Who, what, when, about what.
    public var envelope: Envelope
    /// The handler's own name.
    public var consumer: ConsumerName
    /// The present moment; the same for the whole attempt.
    public var now: Date
    /// From 1.
    public var attempt: Int
    /// Where new identifiers come from.
    public var identifiers: IdentifierSource
    /// Carries message id, type and trace id; never log the body. Made when it is asked for: most handlers say nothing.
    public var logger: Logger { self.makeLogger() }
    private let makeLogger: @Sendable () -> Logger

    /// A context with everything said.
    public init(
        envelope: Envelope, consumer: ConsumerName, now: Date, attempt: Int, identifiers: IdentifierSource,
        logger: @autoclosure @escaping @Sendable () -> Logger
    ) {
        self.envelope = envelope
        self.consumer = consumer
        self.now = now
        self.attempt = attempt
        self.identifiers = identifiers
        self.makeLogger = logger
    }
}
