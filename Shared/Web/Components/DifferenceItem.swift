/// One thing that was said otherwise before: what it was and what it is, part by part. Template `difference`.
public struct DifferenceItem: Hashable, Sendable {
    /// A line of text.
    public struct Line: Hashable, Sendable {
        /// The line.
        public let text: String

        /// A line.
        public init(text: String) { self.text = text }
    }

    /// One part that differs.
    public struct Part: Hashable, Sendable {
        /// Which part; `nil` for the whole.
        public let label: String?
        /// Whether there was anything before.
        public let hasBefore: Bool
        /// As it was; empty when there was nothing.
        public let before: [Line]
        /// Whether there is anything now.
        public let hasAfter: Bool
        /// As it is; empty when there is nothing.
        public let after: [Line]

        /// A part with what was and what is.
        public init(_ label: String?, before: [String], after: [String]) {
            self.label = label
            self.hasBefore = !before.isEmpty
            self.before = before.map { Line(text: $0) }
            self.hasAfter = !after.isEmpty
            self.after = after.map { Line(text: $0) }
        }
    }

    /// What it is about.
    public let heading: String
    /// Where it stands in full.
    public let href: String
    /// Its parts; never empty.
    public let parts: [Part]

    /// A difference with its parts.
    public init(_ heading: String, href: String, parts: [Part]) {
        self.heading = heading
        self.href = href
        self.parts = parts
    }
}
