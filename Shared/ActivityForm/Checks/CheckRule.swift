/// One of the 40 mechanical checks of a form, as the office uses them.
///
/// Id, block, severity, fields, conditions and message come from `Data/check-rules.json` (facts §2.8) and from nowhere
/// else; how a rule is worked out is a type of its own (see ``FormChecks``).
public struct CheckRule: Hashable, Sendable, Codable {
    /// How much a violation weighs. Neither ever blocks a submission.
    public enum Severity: String, Hashable, Sendable, Codable {
        /// Should be mended before the form is sent.
        case error
        /// Should be looked at again.
        case warning

        /// As it is said to people.
        public var word: String { self == .error ? "Perlu diperbaiki" : "Perlu ditinjau" }
    }

    /// `R-II-02`.
    public let id: String
    /// The form's block: `0` for the heading, then `I` to `VIII`.
    public let block: String
    /// How much a violation weighs.
    public let severity: Severity
    /// The fields that it looks at, by their names in the present national system (see ``CheckField``).
    public let fields: [String]
    /// When it applies.
    public let appliesWhen: String
    /// What breaks it.
    public let violatedWhen: String
    /// When nothing can be said.
    public let notEvaluableWhen: String
    /// What is said of a violation, in Indonesian.
    public let message: String
}
