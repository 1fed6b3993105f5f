internal import Threading

/// A transport without a network, for tests: keeps what it takes, and answers as it is told.
public final class InMemoryMailTransport: MailTransport {
    /// Nothing here takes time.
    public let deadline: Duration = .seconds(1)
    private let verdict: @Sendable (MailMessage) -> MailOutcome
    private let taken = Locked<[MailMessage]>([])

    /// Decides for each mail by `verdict`; by default takes all.
    public init(verdict: @escaping @Sendable (MailMessage) -> MailOutcome = { _ in .sent(code: 250) }) {
        self.verdict = verdict
    }

    /// Keeps the mail when the verdict says that it was, or may have been, taken.
    public func send(_ message: MailMessage) async -> MailOutcome {
        let outcome = self.verdict(message)
        switch outcome {
        case .sent, .inDoubt: self.taken.withLock { $0.append(message) }
        case .temporary, .permanent, .misconfigured, .unreachable: break
        }
        return outcome
    }

    /// What has been taken so far, in order.
    public var mails: [MailMessage] { self.taken.withLock { $0 } }
}
