/// A template that cannot be used. All but `missing` are found when the service starts.
public enum PageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no template of this name.
    case missing(String)
    /// Two templates have the same name.
    case twice(String)
    /// The template does not parse.
    case broken(String)
    /// The template includes one that does not exist.
    case unknownPartial(String, in: String)
    /// The template writes text without escaping it, or has inline code or style, which the page's policy forbids.
    case unsafe(String, found: String)
    /// The model uses a name that the layout needs: `t`, `csrf`, `page`.
    case reservedName(String)

    public var description: String {
        switch self {
        case .missing(let name): "no template \(name)"
        case .twice(let name): "two templates \(name)"
        case .broken(let name): "template \(name) does not parse"
        case .unknownPartial(let partial, let name): "template \(name) includes \(partial), which does not exist"
        case .unsafe(let name, let found): "template \(name) contains \(found)"
        case .reservedName(let name): "the model may not use the name \(name)"
        }
    }
}
