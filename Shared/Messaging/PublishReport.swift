/// What the broker said about one published message.
public enum PublishReport: Hashable, Sendable {
    /// It is safe in every queue that it reached (none, for a message that is not mandatory).
    case confirmed
    /// It was mandatory and reached no queue.
    case returned(code: UInt16, text: String)
    /// A queue refused it.
    case nacked
    /// Nobody knows: publish it again, the consumers' inbox decides.
    case unknown
}
