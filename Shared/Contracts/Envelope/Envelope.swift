public import Foundation

/// What every message carries beside its body: CloudEvents 1.0 attributes, kept in AMQP properties and headers.
public struct Envelope: Hashable, Sendable {
    /// Unique for ever, random; the AMQP `message_id`. A message that is sent again keeps it.
    public var id: MessageID
    /// Name and version; the AMQP `type` and routing key.
    public var type: MessageType
    /// The publisher; the AMQP `app_id`. For outside programs, the name of their broker user.
    public var source: ServiceName
    /// When the fact happened; the AMQP `timestamp` (whole seconds) and the header `time` (milliseconds).
    public var time: Date
    /// What it is about: the id of a case, person, complaint …; header `subject`. Empty for commands.
    public var subject: String
    /// Position in the stream of this subject, from 1 without gaps; header `sequence`. `nil` for commands and replies.
    public var sequence: Int64?
    /// The message that led to this one; header `causationid`.
    public var causationID: MessageID?
    /// What the whole exchange belongs to; the AMQP `correlation_id`. A reply carries that of its command.
    public var correlationID: String?
    /// W3C Trace Context `traceparent`.
    public var traceparent: String?
    /// Where the sender of a command reads the answer: the routing key on `layak.replies`; the AMQP `reply_to`.
    public var replyTo: String?
    /// The token of the person on whose behalf a program sends a command; header `actor-token`. Never stored.
    public var actorToken: Personal<String>?

    /// An envelope with everything said.
    public init(
        id: MessageID, type: MessageType, source: ServiceName, time: Date, subject: String, sequence: Int64? = nil,
        causationID: MessageID? = nil, correlationID: String? = nil, traceparent: String? = nil,
        replyTo: String? = nil, actorToken: Personal<String>? = nil
    ) {
        self.id = id
        self.type = type
        self.source = source
        self.time = time
        self.subject = subject
        self.sequence = sequence
        self.causationID = causationID
        self.correlationID = correlationID
        self.traceparent = traceparent
        self.replyTo = replyTo
        self.actorToken = actorToken
    }
}

/// A message as it travels: envelope and undecoded JSON body.
public struct RawMessage: Hashable, Sendable {
    /// Who, what, when, about what.
    public var envelope: Envelope
    /// JSON in UTF-8, at most ``RawMessage/largestBody`` bytes.
    public var body: [UInt8]

    /// 256 KiB; a larger message is never published and is parked when it arrives.
    public static let largestBody = 256 * 1024

    /// Puts an envelope around a body.
    public init(envelope: Envelope, body: [UInt8]) {
        self.envelope = envelope
        self.body = body
    }
}
