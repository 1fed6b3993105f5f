import ServiceHost
import Web

/// What only Intake is told.
struct IntakeSettings: Sendable {
    /// The key that signs tokens; nobody else has it.
    static let tokenPrivateKey = SettingKey(
        "LAYAK_TOKEN_PRIVATE_KEY", "Ed25519 private key that signs tokens: base64 or JWK",
        example: "32 bytes in base64", isSecret: true)

    /// All of them, for `--help`.
    static let keys: [SettingKey] = [tokenPrivateKey]

    let tokenKey: TokenKey

    /// - Throws: ``SettingError``.
    init(_ reader: SettingsReader) throws {
        self.tokenKey = try reader.parsed(Self.tokenPrivateKey, as: "an Ed25519 private key in base64 or as JWK") {
            try TokenKey.privateKey($0)
        }
    }

    init(tokenKey: TokenKey) { self.tokenKey = tokenKey }
}
