/// One part of an answer that has parts: a group of fields, or a column of rows.
public struct FormField: Hashable, Sendable {
    /// Its key inside the answer's object.
    public let key: String
    /// What is asked.
    public let label: String
    /// Whether it must be filled when the question is asked.
    public let required: Bool
    /// When it is asked; `nil` is always.
    public let condition: Condition?
    /// The shape of its value; never a group or rows.
    public let kind: AnswerKind
}
