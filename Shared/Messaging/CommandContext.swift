public import Contracts
public import Foundation
public import Logging

/// What a command handler may know besides the body.
public struct CommandContext: Sendable {
    /// Who, what, when; without the actor's token, which is checked and dropped before.
    public var envelope: Envelope
    /// The present moment; the same for the whole attempt.
    public var now: Date
    /// From 1.
    public var attempt: Int
    /// Where new identifiers come from.
    public var identifiers: IdentifierSource
    /// Carries message id, type and trace id; never log the body.
    public var logger: Logger
    /// The person behind the program, when the command carried a valid token; always there for officers' commands.
    public var actor: AuthenticatedActor?
    /// The broker user that published it, as the broker itself has checked (`user_id`); one that may send this command.
    public var sender: String

    /// A context with everything said.
    public init(
        envelope: Envelope, now: Date, attempt: Int, identifiers: IdentifierSource, logger: Logger,
        actor: AuthenticatedActor?, sender: String
    ) {
        self.envelope = envelope
        self.now = now
        self.attempt = attempt
        self.identifiers = identifiers
        self.logger = logger
        self.actor = actor
        self.sender = sender
    }
}
