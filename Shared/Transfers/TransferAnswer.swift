/// What became of one transfer.
public struct TransferAnswer: Sendable {
    /// How it ended, as far as a caller can do something about it.
    public enum End: Sendable {
        /// As the protocol wants it; with HTTP also when the status is one of an error.
        case completed
        /// The server's certificate is not one that is trusted.
        case untrusted
        /// The server offers no encryption, and it is required.
        case noEncryption
        /// The server does not take user and password.
        case loginDenied
        /// The address, or an option, is nothing that libcurl can use.
        case unusable
        /// No connection, a break, a refusal in the middle, or the time was over.
        case broken
    }

    /// How it ended.
    public var end: End
    /// The same in libcurl's words; they name no content.
    public var words: String
    /// The last code that the server has answered; 0 when it answered nothing.
    public var code: Int
    /// What the server sent.
    public var body: [UInt8] = []
    /// Whether what was to be uploaded was read to its end. Only after that does libcurl send the mark at which a mail
    /// server takes a mail.
    public var hasSentAll = false

    init(end: End, words: String, code: Int = 0) {
        self.end = end
        self.words = words
        self.code = code
    }
}
