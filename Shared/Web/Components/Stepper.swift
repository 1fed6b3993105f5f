/// Where the reader is in a form of several pages: `{{#stepper}}{{>stepper}}{{/stepper}}`.
public struct Stepper: Hashable, Sendable, MarkupConvertible {
    /// One step.
    public struct Step: Hashable, Sendable {
        /// Its name.
        public var text: String
        /// Its page; `nil` when it cannot be reached yet.
        public var href: String?
        /// Whether everything in it is answered.
        public var done: Bool
        /// A step.
        public init(_ text: String, href: String?, done: Bool) {
            self.text = text
            self.href = href
            self.done = done
        }
    }

    /// In order.
    public var steps: [Step]
    /// The position of the present step, from 0; `nil` on an overview.
    public var current: Int?

    /// A stepper.
    public init(_ steps: [Step], current: Int?) {
        self.steps = steps
        self.current = current
    }

    public var markup: [String: Any?] {
        [
            "steps": self.steps.enumerated().map { index, step in
                [
                    "number": index + 1, "text": step.text, "href": step.href, "done": step.done,
                    "current": index == self.current,
                ] as [String: Any?]
            }
        ]
    }
}
