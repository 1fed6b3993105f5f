/// The state of a thing as a word with a shape and a colour: `{{#status}}{{>status}}{{/status}}`.
public struct StatusBadge: Hashable, Sendable {
    /// How the state is to be felt.
    public enum Tone: String, Hashable, Sendable {
        /// Nothing to do: draft, completed.
        case neutral
        /// Under way at BPS.
        case active
        /// It is the reader's turn, or a date comes near.
        case attention
        /// Good end.
        case positive
        /// Bad end, or overdue.
        case negative
    }

    /// The word.
    public var text: String
    /// The feeling.
    public var tone: Tone

    /// A badge.
    public init(_ text: String, _ tone: Tone = .neutral) {
        self.text = text
        self.tone = tone
    }
}
