/// What a mechanical check found, beside the question that it is about: `{{#findings}}{{>finding}}{{/findings}}`.
///
/// A hint, never an obstacle: it says so itself on every page that shows some.
public struct FindingNote: Hashable, Sendable {
    /// One thing that the check has seen.
    public struct Line: Hashable, Sendable {
        /// In words.
        public let text: String
    }

    /// How the note is to be felt: `warning` for what should be mended, `info` for what should be looked at again.
    public enum Tone: String, Hashable, Sendable { case warning, info }

    /// The rule's id, for those who want to look it up: `R-II-02`.
    public let rule: String
    /// How the note is to be felt.
    public let tone: Tone
    /// The severity in a word or two, for those who see no colours.
    public let severity: String
    /// The message.
    public let text: String
    /// What was seen, at most ``mostLines`` and a line that says how many more.
    public let lines: [Line]
    /// Where the first of it is mended; `nil` where the note already stands there.
    public let href: String?
    /// Whether there is a place to go to.
    public let isLinked: Bool

    /// More are not read, and pages stay small.
    public static let mostLines = 4

    /// A note.
    public init(rule: String, tone: Tone, severity: String, text: String, lines: [String], href: String? = nil) {
        self.rule = rule
        self.tone = tone
        self.severity = severity
        self.text = text
        self.href = href
        self.isLinked = href != nil
        let left = lines.count - Self.mostLines
        self.lines =
            lines.prefix(Self.mostLines).map(Line.init)
            + (left > 0 ? [Line(text: "dan \(left) lagi")] : [])
    }
}
