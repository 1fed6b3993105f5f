import Foundation

/// A fault in a file of rules or reference data: which file, which field, and why. Nothing of such a file is used.
public struct DataFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name as the caller gave it.
    public let file: String
    /// The way to the field, `fields/3/source`; in a table `line 12, zone`; empty for a fault of the file as a whole.
    public let field: String
    /// What is wrong.
    public let reason: String

    /// The fault in one line.
    public var description: String { "\(self.file): \(self.field.isEmpty ? "" : "\(self.field): ")\(self.reason)" }

    /// A fault with every part said.
    public init(file: String, field: String, reason: String) {
        self.file = file
        self.field = field
        self.reason = reason
    }

    /// A fault in a line of a table.
    ///
    /// - Parameters:
    ///   - line: counts from 1.
    ///   - field: the column; empty for a fault of the line as a whole.
    public init(file: String, line: Int, field: String, reason: String) {
        self.init(file: file, field: field.isEmpty ? "line \(line)" : "line \(line), \(field)", reason: reason)
    }

    /// Reads a JSON file into a type.
    ///
    /// - Throws: ``DataFault`` with the field's way and what is wrong with it.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, _ json: [UInt8], file: String
    ) throws(DataFault) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(json))
        } catch let error as DecodingError {
            throw DataFault(file: file, error)
        } catch {
            throw DataFault(file: file, field: "", reason: "cannot be read as JSON")
        }
    }

    private init(file: String, _ error: DecodingError) {
        func way(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            (context.codingPath + (key.map { [$0] } ?? []))
                .map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/")
        }
        switch error {
        case .keyNotFound(let key, let context): self.init(file: file, field: way(context, key), reason: "is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self.init(file: file, field: way(context), reason: "has the wrong type")
        case .dataCorrupted(let context):
            self.init(file: file, field: way(context), reason: context.debugDescription)
        @unknown default: self.init(file: file, field: "", reason: "cannot be read")
        }
    }
}
