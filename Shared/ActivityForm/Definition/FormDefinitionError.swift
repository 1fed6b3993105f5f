/// A fault in the file of a definition: where, and what.
public struct FormDefinitionError: Error, Hashable, CustomStringConvertible {
    /// The file's name.
    public let file: String
    /// The place inside it: `blocks/3/questions/2/kind`, or a question's number.
    public let place: String
    /// What is wrong.
    public let reason: String

    public var description: String { "\(self.file): \(self.place.isEmpty ? "" : "\(self.place): ")\(self.reason)" }
}
