/// A form with its JSON. A form is large, and what is done with one that comes in (comparing, measuring, keeping,
/// publishing) needs the same JSON of it each time.
public struct EncodedForm: Hashable, Sendable {
    /// The form.
    public let content: FormContent
    /// What ``ContractJSON/encode(_:)`` writes for it.
    public let json: [UInt8]

    /// Writes the form's JSON.
    ///
    /// - Throws: `EncodingError` for what cannot be written as JSON.
    public init(_ content: FormContent) throws {
        self.content = content
        self.json = try ContractJSON.encode(content)
    }
}
