/// A binding key of a topic exchange: words between full stops, `*` for one word, `#` for any number of words.
public struct TopicPattern: Hashable, Sendable {
    private let words: [Substring]

    /// Takes the key as it stands in a binding.
    public init(_ text: String) { self.words = text.split(separator: ".", omittingEmptySubsequences: false) }

    /// Whether a routing key is routed by this binding.
    public func matches(_ routingKey: String) -> Bool {
        Self.matches(self.words[...], routingKey.split(separator: ".", omittingEmptySubsequences: false)[...])
    }

    private static func matches(_ pattern: ArraySlice<Substring>, _ key: ArraySlice<Substring>) -> Bool {
        guard let word = pattern.first else { return key.isEmpty }
        if word == "#" {
            return self.matches(pattern.dropFirst(), key) || (!key.isEmpty && self.matches(pattern, key.dropFirst()))
        }
        guard let first = key.first, word == "*" || word == first else { return false }
        return self.matches(pattern.dropFirst(), key.dropFirst())
    }
}
