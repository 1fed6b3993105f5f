/// Where mails are handed over, and with what proof on both sides.
public struct SMTPConfiguration: Sendable {
    /// Host name; the server's certificate must be for it.
    public var host: String
    /// TCP port, mostly 587.
    public var port: Int
    /// Both or neither; sent only after TLS stands.
    public var credentials: Credentials?
    /// PEM file of the only certificate authority that is trusted; the system's own are not.
    public var authorityFile: String
    /// How this host names itself in EHLO.
    public var helloName: String
    /// From the call to an open connection.
    public var connectTimeout: Duration
    /// From the call to the last answer.
    public var totalTimeout: Duration

    /// User and password; never printed.
    public struct Credentials: Sendable, CustomStringConvertible, CustomReflectable {
        let user: String
        let password: String
        /// Takes both.
        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }
        /// Says only that there are credentials.
        public var description: String { "‹credentials›" }
        /// Shows nothing.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// Reads `smtp://host:port`. STARTTLS is always required, so there is no other scheme.
    ///
    /// - Throws: ``SMTPAddressError`` when the text is anything else.
    public init(
        url: String, credentials: Credentials?, authorityFile: String, helloName: String = "layak",
        connectTimeout: Duration = .seconds(5), totalTimeout: Duration = .seconds(30)
    ) throws(SMTPAddressError) {
        let prefix = "smtp://"
        guard url.hasPrefix(prefix) else { throw SMTPAddressError() }
        let parts = url.dropFirst(prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let port = Int(parts[1]), (1...65_535).contains(port),
            Self.isName(parts[0]), Self.isName(helloName[...])
        else { throw SMTPAddressError() }
        self.host = String(parts[0])
        self.port = port
        self.credentials = credentials
        self.authorityFile = authorityFile
        self.helloName = helloName
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            }
    }
}

/// The address of the mail server is not of the form `smtp://host:port`.
public struct SMTPAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the address must look like.
    public var description: String { "the address of the mail server must have the form smtp://host:port" }
}
