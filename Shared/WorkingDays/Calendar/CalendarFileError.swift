/// A fault in a calendar file: which file, which line and field, and why. Nothing of the file is used.
public struct CalendarFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name as the caller gave it.
    public let file: String
    /// Counts from 1; 0 for a fault of the file as a whole.
    public let line: Int
    /// `date`, `kind`, `name`, `source`, `unit`; empty for a fault of the line as a whole.
    public let field: String
    /// What is wrong, and with what value.
    public let reason: String

    /// The fault in one line.
    public var description: String {
        let place = [self.line > 0 ? "line \(self.line)" : "", self.field].filter { !$0.isEmpty }
        return ([self.file] + (place.isEmpty ? [] : [place.joined(separator: ", ")]) + [self.reason])
            .joined(separator: ": ")
    }
}
