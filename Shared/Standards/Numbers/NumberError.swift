/// Why a number cannot be printed or read, or a format cannot be used.
public struct NumberError: Error, Hashable, CustomStringConvertible {
    /// The text or part at fault.
    public let subject: String
    /// What is wrong.
    public let reason: String

    /// A fault.
    public init(_ subject: String, _ reason: String) {
        self.subject = subject
        self.reason = reason
    }

    /// The fault in one line.
    public var description: String { "\(self.subject): \(self.reason)" }
}
