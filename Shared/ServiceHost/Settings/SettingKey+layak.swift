public import Contracts

extension SettingKey {
    /// The runtime role's connection string; the example is one of this service.
    public static func database(of service: ServiceName) -> SettingKey {
        SettingKey(
            "LAYAK_DATABASE", "connection string of the service's own database, as the runtime role",
            example: "postgresql://\(service)_service:…@127.0.0.1:5432/\(service)", isSecret: true)
    }
    /// The owner's connection string.
    public static func databaseOwner(of service: ServiceName) -> SettingKey {
        SettingKey(
            "LAYAK_DATABASE_OWNER", "connection string of the same database, as its owner",
            example: "postgresql://\(service)_owner:…@127.0.0.1:5432/\(service)", need: .command("migrate"),
            isSecret: true)
    }
    /// How many connections the pool may open.
    public static let databasePool = SettingKey(
        "LAYAK_DATABASE_POOL", "most connections to the database, 2 to 100", example: "8", need: .fallback("8"))
    /// The broker.
    public static func broker(of service: ServiceName) -> SettingKey {
        SettingKey(
            "LAYAK_AMQP", "URL of the broker with user and virtual host; further nodes after commas",
            example: "amqp://\(service):…@127.0.0.1:5672/layak", isSecret: true)
    }
    /// Where the service listens.
    public static let host = SettingKey(
        "LAYAK_HTTP_HOST", "address to listen on", example: "127.0.0.1", need: .fallback("127.0.0.1"))
    /// The port on which the service listens.
    public static let port = SettingKey(
        "LAYAK_HTTP_PORT", "port to listen on, 0 to 65535 (0: any free one)", example: "9101")
    /// The origin that people see.
    public static let publicURL = SettingKey(
        "LAYAK_PUBLIC_URL", "origin of the front door, without a path", example: "https://layak.bps.example")
    /// Who may sign tokens.
    public static let tokenPublicKey = SettingKey(
        "LAYAK_TOKEN_PUBLIC_KEY",
        "Ed25519 public key that tokens are checked with: base64 or JWK; several after commas",
        example: "32 bytes in base64")
    /// How much is logged.
    public static let logLevel = SettingKey(
        "LAYAK_LOG_LEVEL", "least level that is logged: trace, debug, info, notice, warning, error, critical",
        example: "info", need: .fallback("info"))

    /// The keys that every service reads, with examples for this one.
    public static func common(of service: ServiceName) -> [SettingKey] {
        [
            .database(of: service), .databaseOwner(of: service), .databasePool, .broker(of: service), .host, .port,
            .publicURL, .tokenPublicKey, .logLevel,
        ]
    }
}
