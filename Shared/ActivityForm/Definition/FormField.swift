/// One part of an answer that has parts: a group of fields, or a column of rows.
public struct FormField: Hashable, Sendable {
    /// Its key inside the answer's object.
    public let key: String
    /// What is asked.
    public let label: String
    /// How the officer at the counter explains it to an applicant; `nil` where the label says all.
    public let help: String?
    /// Whether it must be filled when the question is asked.
    public let required: Bool
    /// When it is asked; `nil` is always.
    public let condition: Condition?
    /// The shape of its value; never a group or rows.
    public let kind: AnswerKind

    init(key: String, label: String, help: String? = nil, required: Bool, condition: Condition?, kind: AnswerKind) {
        self.key = key
        self.label = label
        self.help = help
        self.required = required
        self.condition = condition
        self.kind = kind
    }
}
