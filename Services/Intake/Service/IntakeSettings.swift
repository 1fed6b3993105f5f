import ServiceHost
import Web

/// What only Intake is told.
struct IntakeSettings: Sendable {
    /// The key that signs tokens; nobody else has it.
    static let tokenPrivateKey = SettingKey(
        "LAYAK_TOKEN_PRIVATE_KEY", "Ed25519 private key that signs tokens: base64 or JWK",
        example: "32 bytes in base64", isSecret: true)

    /// The key of the one-time links that Notify mails.
    static let linkKey = SettingKey(
        "LAYAK_LINK_KEY", "key of the links in mails, 32 bytes in base64, the same in Intake, Notify and Rating",
        example: "openssl rand -base64 32", isSecret: true)

    /// All of them, for `--help`.
    static let keys: [SettingKey] = [tokenPrivateKey, linkKey]

    let tokenKey: TokenKey
    let proofLink: ProofLink

    /// - Throws: ``SettingError``.
    init(_ reader: SettingsReader) throws {
        self.tokenKey = try reader.parsed(Self.tokenPrivateKey, as: "an Ed25519 private key in base64 or as JWK") {
            try TokenKey.privateKey($0)
        }
        self.proofLink = try reader.parsed(Self.linkKey, as: "32 bytes in base64") { ProofLink(base64: $0) }
    }

    init(tokenKey: TokenKey, proofLink: ProofLink) {
        self.tokenKey = tokenKey
        self.proofLink = proofLink
    }
}
