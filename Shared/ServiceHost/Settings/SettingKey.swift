/// One key of the configuration, as an environment variable. The tables of these keys are what `--help` prints.
public struct SettingKey: Hashable, Sendable {
    /// Whether and when a value must be there.
    public enum Need: Hashable, Sendable {
        /// Without it the service does not start. Secrets are always of this kind.
        case required
        /// With this value when nothing is set.
        case fallback(String)
        /// May be absent.
        case optional
        /// Needed by one subcommand only.
        case command(String)
    }

    /// `LAYAK_HTTP_PORT`.
    public var name: String
    /// What it is, in half a sentence.
    public var meaning: String
    /// A value that would be accepted; for a secret, how to make one.
    public var example: String
    /// Whether it must be there.
    public var need: Need
    /// Whether its value must never be shown.
    public var isSecret: Bool

    /// A key with everything said.
    public init(_ name: String, _ meaning: String, example: String, need: Need = .required, isSecret: Bool = false) {
        self.name = name
        self.meaning = meaning
        self.example = example
        self.need = need
        self.isSecret = isSecret
    }
}
