/// Something that the environment must say and does not. There are no defaults.
struct MissingSetting: Error, Hashable, CustomStringConvertible {
    /// One sentence that names the variable.
    let description: String
}
