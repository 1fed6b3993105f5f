public import Contracts

/// What was read from the fields of a page.
public struct FormReading: Hashable, Sendable {
    /// Readable answers of the questions asked for; a question left empty is absent.
    public var answers: [String: JSONValue]
    /// Values that could not be read: what is wrong, by the field's path.
    public var problems: [FieldProblem]
    /// The text that could not be read, by the field's path, to be shown again.
    public var rejected: [String: String]
}
