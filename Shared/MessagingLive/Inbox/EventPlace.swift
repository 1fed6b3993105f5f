import Contracts

/// Where an event stands: the position of one fact in the stream of one subject.
struct EventPlace: Hashable, Sendable {
    var stream: String
    var subject: String
    var sequence: Int64

    init(stream: String, subject: String, sequence: Int64) {
        self.stream = stream
        self.subject = subject
        self.sequence = sequence
    }

    /// `nil` for an envelope without a sequence.
    init?(_ envelope: Envelope) {
        guard let sequence = envelope.sequence, !envelope.subject.isEmpty else { return nil }
        self.stream = envelope.type.stream.name
        self.subject = envelope.subject
        self.sequence = sequence
    }
}
