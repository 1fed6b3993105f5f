/// Why a rule cannot answer what it was asked, in one sentence. Anything else that is thrown tells its own description.
struct RuleFault: Error, Hashable, CustomStringConvertible {
    /// The sentence.
    let description: String

    init(_ description: String) { self.description = description }
}
