/// A fault in a data file: which file, which field, and why.
public struct DataFileError: Error, Hashable, CustomStringConvertible {
    /// The file's name.
    public let file: String
    /// The field, or `line 12, zone`.
    public let field: String
    /// What is wrong.
    public let reason: String

    /// The fault in one line.
    public var description: String { "\(self.file): \(self.field.isEmpty ? "" : "\(self.field): ")\(self.reason)" }

    /// A fault.
    public init(file: String, field: String, reason: String) {
        self.file = file
        self.field = field
        self.reason = reason
    }

    init(file: String, _ error: DecodingError) {
        func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            (context.codingPath + (key.map { [$0] } ?? []))
                .map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/")
        }
        switch error {
        case .keyNotFound(let key, let context):
            self.init(file: file, field: path(context, key), reason: "is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self.init(file: file, field: path(context), reason: "has the wrong type")
        case .dataCorrupted(let context):
            self.init(file: file, field: path(context), reason: context.debugDescription)
        @unknown default:
            self.init(file: file, field: "", reason: "cannot be read")
        }
    }
}
