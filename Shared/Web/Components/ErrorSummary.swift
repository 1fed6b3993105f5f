public import Contracts

/// What must be mended before the form is accepted, with links to the fields: `{{#errors}}{{>error-summary}}{{/errors}}`.
public struct ErrorSummary: Hashable, Sendable, MarkupConvertible {
    /// The faults, in the order of the form.
    public var problems: [FieldProblem]

    /// A summary; `nil` when nothing is wrong.
    public init?(_ problems: [FieldProblem]) {
        guard !problems.isEmpty else { return nil }
        self.problems = problems
    }

    public var markup: [String: Any?] {
        [
            "items": self.problems.map {
                ["href": "#" + Field.id(of: $0.field), "message": $0.message] as [String: Any?]
            }
        ]
    }
}
