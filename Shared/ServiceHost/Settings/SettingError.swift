/// A key that is missing or cannot be used. Stops the start with exit code 78; never shows a value.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key.
    public let key: String
    /// What is wrong and how to mend it, in one sentence.
    public let remedy: String

    /// Further keys at fault, which are named with this one so that nobody mends one start after the other.
    public let others: [SettingError]

    /// A key at fault.
    public init(_ key: String, _ remedy: String, others: [SettingError] = []) {
        self.key = key
        self.remedy = remedy
        self.others = others
    }

    /// Name and remedy of each, a line for each.
    public var description: String {
        (["\(self.key) \(self.remedy)"] + self.others.map(\.description)).joined(separator: "\n  ")
    }
}
