/// A key that is missing or cannot be used. Stops the start with exit code 78; never shows a value.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key.
    public let key: String
    /// What is wrong and how to mend it, in one sentence.
    public let remedy: String

    /// A key at fault.
    public init(_ key: String, _ remedy: String) {
        self.key = key
        self.remedy = remedy
    }

    /// Name and remedy.
    public var description: String { "\(self.key) \(self.remedy)" }
}
