/// What one transfer is told. Nothing is remembered from one transfer to the next but an open connection.
public enum TransferOption: Sendable {
    /// Where to, with its scheme.
    case url(String)
    /// The only schemes that are spoken, with commas between: `http,https`.
    case schemes(String)
    /// No proxy, also when the environment names one.
    case noProxy
    /// STARTTLS, or nothing is sent.
    case encryptionRequired
    /// The file (PEM) of the only authorities that are trusted, instead of those of the machine.
    case authority(file: String)
    /// At most this long until the connection stands.
    case connecting(within: Duration)
    /// At most this long, all in all.
    case patience(Duration)
    /// Not over a connection that is still open.
    case freshConnection
    /// Who signs in.
    case credentials(user: String, password: String)
    /// A mail's envelope, each in angle brackets.
    case envelope(from: String, to: String)
    /// What is uploaded, to its end.
    case upload([UInt8])
    /// Lines of the header of an HTTP request.
    case headers([String])
    /// The body of an HTTP request, which makes it a POST.
    case body([UInt8])
}
