/// A code for which no conversion to the other system is known.
public struct CodeConversionError: Error, Hashable, CustomStringConvertible {
    /// The code as it was given.
    public let code: String
    /// The system that it belongs to: `BPS` or `Kemendagri`.
    public let system: String

    /// The fault in one line.
    public var description: String {
        "\(self.code) (\(self.system)): no conversion is known"
    }
}
