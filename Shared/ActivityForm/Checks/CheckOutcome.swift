/// What a rule says of a form.
public enum CheckOutcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// It applies and is kept.
    case pass
    /// It applies and is broken.
    case violation
    /// It cannot be said: an answer is missing or unreadable, or the form's version does not ask for it.
    case notEvaluable
    /// It is not about such a form.
    case notApplicable
}
