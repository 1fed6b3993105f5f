/// The headers of the envelope, as they stand on the wire (`architecture.md` §5).
public enum HeaderName {
    /// What the message is about.
    public static let subject = "subject"
    /// Position in the stream of the subject, from 1.
    public static let sequence = "sequence"
    /// The message that led to this one.
    public static let causationID = "causationid"
    /// What the whole exchange belongs to.
    public static let correlationID = "correlationid"
    /// W3C Trace Context.
    public static let traceparent = "traceparent"
    /// The moment in milliseconds, ISO 8601.
    public static let time = "time"
    /// The person behind an officer's program; only on incoming commands, never stored.
    public static let actorToken = "actor-token"
}
