/// What became of one published message.
public enum PublishOutcome: Sendable, Hashable {
    /// The broker has it, on disk if persistent and queued.
    case confirmed
    /// The broker refused it or no queue took it: it is nowhere. Sending it again helps only after a repair.
    /// Codes are those of AMQP (312 no route, 404 no such exchange, 403 not allowed, 501 cannot be put on the wire).
    case returned(code: UInt16, text: String)
    /// A queue did not take it now (full): send it again later. Other queues may have it.
    case nacked
    /// Nobody knows, and it may or may not arrive: send it again with the same id.
    case unknown
}
