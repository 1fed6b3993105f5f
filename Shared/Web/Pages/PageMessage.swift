/// A sentence above a page's content.
public struct PageMessage: Hashable, Sendable {
    /// How the sentence is meant. Shown by a word and a shape beside the colour.
    public enum Tone: String, Hashable, Sendable {
        /// It worked.
        case success
        /// Good to know.
        case info
        /// Look here.
        case warning
        /// It did not work.
        case error
    }

    /// How it is meant.
    public var tone: Tone
    /// The sentence.
    public var text: String

    /// A message.
    public init(_ tone: Tone, _ text: String) {
        self.tone = tone
        self.text = text
    }

    /// The word before the sentence.
    var label: String { Texts.indonesian["tone." + self.tone.rawValue] ?? "" }
}
