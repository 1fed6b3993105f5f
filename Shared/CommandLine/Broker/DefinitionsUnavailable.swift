/// Why the broker's definitions cannot be had. Says nothing of the password.
struct DefinitionsUnavailable: Error, Hashable, CustomStringConvertible {
    /// One sentence.
    let description: String
}
