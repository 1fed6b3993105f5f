/// What became of one attempt to hand a mail over. Never contains an address or the server's text.
public enum MailOutcome: Hashable, Sendable {
    /// The server took the mail; the reply code, 250.
    case sent(code: Int)
    /// The server refused for now (4xx): nothing was taken, a later attempt makes sense.
    case temporary(code: Int)
    /// The server refused for good (5xx): nothing was taken, and nothing will be.
    case permanent(code: Int)
    /// The whole mail went out and no answer came: it may have been taken. Must not be repeated blindly.
    case inDoubt
    /// Nothing was sent, and nothing will be until somebody mends the configuration.
    case misconfigured(MailMisconfiguration)
    /// Nothing was sent: no connection, or it broke before the mail was complete. A later attempt makes sense.
    case unreachable

    /// Whether it is certain that the server has not taken the mail, and a later attempt may succeed.
    public var isRetriable: Bool {
        switch self {
        case .temporary, .unreachable, .misconfigured: true
        case .sent, .permanent, .inDoubt: false
        }
    }

    /// The server's reply code, when there was one that decided.
    public var code: Int? {
        switch self {
        case .sent(let code), .temporary(let code), .permanent(let code): code
        case .inDoubt, .misconfigured, .unreachable: nil
        }
    }
}

/// What somebody must mend before mail can go out.
public enum MailMisconfiguration: String, Hashable, Sendable {
    /// The server's certificate is not from the given authority, or not for this host; or the file cannot be read.
    case certificate
    /// The server offers no STARTTLS.
    case noEncryption = "no-encryption"
    /// User or password was refused.
    case credentials
    /// The address of the server, or something else that libcurl refuses before connecting.
    case address
}
