public import AMQP
public import Contracts
internal import Foundation
internal import Logging
public import Postgres
public import Web

/// What every service is told: the keys of ``SettingKey/common(of:)``.
public struct ServiceSettings: Sendable {
    /// The database, as the runtime role.
    public var database: DatabaseConfiguration
    /// The broker.
    public var broker: AMQPConfiguration
    /// Where to listen.
    public var host: String
    /// Where to listen; 0 takes any free port.
    public var port: Int
    /// The origin of the front door.
    public var publicURL: String
    /// Who may sign tokens.
    public var tokenKeys: [TokenKey]

    /// Reads and checks everything.
    ///
    /// - Throws: ``SettingError`` for all keys that are missing, or for the first that cannot be used.
    public init(_ reader: SettingsReader, service: ServiceName) throws {
        try reader.demand(SettingKey.common(of: service))
        let conninfo = try reader.parsed(
            .database(of: service), as: "a libpq connection string that names user and database"
        ) { text in
            let parts = try Conninfo(text)
            return parts["user"] != nil && parts["dbname"] != nil ? text : nil
        }
        let pool = try reader.integer(.databasePool, in: 2...100)
        self.database = DatabaseConfiguration(conninfo: conninfo, poolSize: pool, applicationName: "layak-\(service)")
        self.broker = try reader.parsed(.broker(of: service), as: "an AMQP URL with user, password and virtual host") {
            try AMQPConfiguration.parse(url: $0)
        }
        self.broker.connectionName = service.name
        self.host = try reader.text(.host)
        self.port = try reader.integer(.port, in: 0...65535)
        self.publicURL = try reader.parsed(.publicURL, as: "an http or https origin without a path") {
            Self.origin($0)
        }
        self.tokenKeys = try reader.parsed(.tokenPublicKey, as: "an Ed25519 public key in base64 or as JWK") {
            try TokenKey.publicKeys($0)
        }
    }

    private static func origin(_ text: String) -> String? {
        let plain = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let parts = URLComponents(string: plain), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.host, !host.isEmpty, parts.path.isEmpty,
            parts.query == nil, parts.fragment == nil, parts.user == nil
        else { return nil }
        return plain
    }
}
