/// One node of the broker.
public struct AMQPEndpoint: Sendable, Hashable {
    /// How the connection is encrypted and who proves what.
    public struct TLS: Sendable, Hashable {
        /// Path of the PEM file with the authorities that may vouch for the broker.
        public var caFile: String
        /// Path of the PEM file with the client's own certificate. With one and without a password the broker takes the
        /// user's name from it (SASL EXTERNAL).
        public var certFile: String?
        /// Path of the PEM file with the key of `certFile`.
        public var keyFile: String?
        /// The name that the broker's certificate must bear. librabbitmq verifies the name that it connects to and no
        /// other, so this must be `nil` or equal to the endpoint's host; anything else is refused when connecting.
        public var serverName: String?

        /// Peer and host name are always verified; the lowest version is TLS 1.2.
        public init(caFile: String, certFile: String? = nil, keyFile: String? = nil, serverName: String? = nil) {
            self.caFile = caFile
            self.certFile = certFile
            self.keyFile = keyFile
            self.serverName = serverName
        }
    }

    /// Name or address. Looking up a name is not covered by any deadline: use `/etc/hosts` or an address.
    public var host: String
    /// TCP port.
    public var port: Int
    /// `nil`: not encrypted, for loopback.
    public var tls: TLS?

    /// Takes every part as it is.
    public init(host: String, port: Int = 5672, tls: TLS? = nil) {
        self.host = host
        self.port = port
        self.tls = tls
    }
}
