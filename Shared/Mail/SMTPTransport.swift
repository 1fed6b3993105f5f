internal import Threading
internal import Transfers

/// Hands mails to one SMTP server over STARTTLS, one at a time, on a thread of its own.
///
/// One connection is kept and used again; after a doubt or a failure the next mail takes a fresh one, because libcurl
/// would otherwise wait on the dead connection (measured).
public actor SMTPTransport: MailTransport {
    private let thread: ConnectionThread
    /// The thread of this transport.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }
    /// The configured total timeout.
    public nonisolated let deadline: Duration

    private let configuration: SMTPConfiguration
    private var transfer: Transfer?
    private var needsFreshConnection = false

    /// Opens nothing yet; the first mail connects.
    public init(_ configuration: SMTPConfiguration) {
        self.configuration = configuration
        self.deadline = configuration.totalTimeout
        self.thread = ConnectionThread(name: "smtp")
    }

    // The connection is closed on the thread that used it.
    isolated deinit {
        self.transfer = nil
        self.thread.stop()
    }

    /// Tries once; waits for its turn when another mail is on its way.
    public func send(_ message: MailMessage) async -> MailOutcome {
        guard let transfer = self.transfer ?? Transfer() else { return .unreachable }
        self.transfer = transfer
        let outcome = MailOutcome.reading(transfer.perform(self.options(message)))
        self.needsFreshConnection =
            switch outcome {
            case .sent, .temporary, .permanent: false
            case .inDoubt, .unreachable, .misconfigured: true
            }
        return outcome
    }

    private func options(_ message: MailMessage) -> [TransferOption] {
        let server = self.configuration
        var options: [TransferOption] = [
            .url("smtp://\(server.host):\(server.port)/\(server.helloName)"),
            .schemes("smtp"),
            .noProxy,
            .encryptionRequired,
            .authority(file: server.authorityFile),
            .connecting(within: server.connectTimeout),
            .patience(server.totalTimeout),
            .envelope(from: "<\(message.from.address.reveal())>", to: "<\(message.to.address.reveal())>"),
            .upload(message.rendered()),
        ]
        if self.needsFreshConnection { options.append(.freshConnection) }
        if let credentials = server.credentials {
            options.append(.credentials(user: credentials.user, password: credentials.password))
        }
        return options
    }
}
