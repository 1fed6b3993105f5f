public import Contracts

/// Why a message cannot be written into the outbox. A fault of the program, never of the moment.
public enum OutboxError: Error, Hashable, Sendable {
    /// The body is larger than 256 KiB; consumers would park it.
    case tooLarge(MessageType)
    /// The subject is empty, or too long or unprintable for a header.
    case unusableSubject(MessageType)
}
