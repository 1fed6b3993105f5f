/// Where the broker is and who connects. Holds a password: never log it whole.
public struct AMQPConfiguration: Sendable, Hashable, CustomStringConvertible {
    /// The nodes, tried in turn; not empty.
    public var endpoints: [AMQPEndpoint]
    /// The virtual host.
    public var virtualHost: String
    /// The broker user: names a program, not a person.
    public var user: String
    /// Empty only with a client certificate (SASL EXTERNAL).
    public var password: String
    /// How often each side lets the other hear something. A peer that is silent for twice as long is given up.
    public var heartbeat: Duration
    /// Shown by the broker in its list of connections.
    public var connectionName: String

    /// Takes every part as it is.
    public init(
        endpoints: [AMQPEndpoint], virtualHost: String = "/", user: String, password: String,
        heartbeat: Duration = .seconds(20), connectionName: String = "layak"
    ) {
        self.endpoints = endpoints
        self.virtualHost = virtualHost
        self.user = user
        self.password = password
        self.heartbeat = heartbeat
        self.connectionName = connectionName
    }

    /// The same under another connection name.
    public func named(_ connectionName: String) -> AMQPConfiguration {
        var copy = self
        copy.connectionName = connectionName
        return copy
    }

    /// Without the password.
    public var description: String {
        let nodes = self.endpoints.map { "\($0.host):\($0.port)" }.joined(separator: ",")
        return "amqp://\(self.user)@\(nodes)/\(self.virtualHost)"
    }
}
