/// Neighbouring messages of one stream and subject, by their sequences.
public struct SequenceRange: Hashable, Sendable, Codable {
    /// The stream.
    public var stream: String
    /// What the messages are about.
    public var subject: String
    /// The first sequence; at least 1.
    public var from: Int64
    /// The last sequence; not below the first.
    public var through: Int64

    /// Takes every part as it is.
    public init(stream: String, subject: String, from: Int64, through: Int64) {
        self.stream = stream
        self.subject = subject
        self.from = from
        self.through = through
    }

    /// How many messages these are; 0 for a range that is none.
    public var count: Int { self.through < self.from ? 0 : Int(clamping: self.through - self.from) + 1 }
}
