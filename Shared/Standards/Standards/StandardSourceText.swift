public import Contracts

/// The published text from which a standard was taken, as it was found.
public enum StandardSourceText {
    /// The text behind a version; `nil` where none was handed in as text.
    public static func of(_ standard: ServiceStandard) -> String? {
        // A version without a text is the usual case, not a fault.
        guard let bytes = try? DataFile.read("source-\(standard.unit)-\(standard.version)", "txt") else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
