/// Hands mails over to whoever carries them on.
public protocol MailTransport: Sendable {
    /// Tries once, within the transport's own deadline, and says what became of it. Never throws, never repeats.
    func send(_ message: MailMessage) async -> MailOutcome
    /// The longest that ``send(_:)`` takes.
    var deadline: Duration { get }
}
