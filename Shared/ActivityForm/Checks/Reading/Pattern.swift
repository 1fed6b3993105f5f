/// A regular expression that is read once for all forms.
///
/// A literal is read from its text again each time that it is come by, which costs many times what it then takes to look
/// through an answer. Kept as a `static let` it is read once.
struct Pattern<Output>: RegexComponent {
    let regex: Regex<Output>

    /// Keeps an expression.
    ///
    /// - Parameter capitalsMatter: whether `A` and `a` are two letters.
    init(_ regex: Regex<Output>, capitalsMatter: Bool = false) {
        self.regex = capitalsMatter ? regex : regex.ignoresCase()
        // The library translates an expression when it is used for the first time: here, before anybody shares it.
        _ = "".firstMatch(of: self.regex)
    }
}

/// Unchecked because the standard library leaves `Regex` without `Sendable` for the closures that one may hold: a pattern
/// comes from a literal, which holds none, and after its first use nothing of it changes any more.
extension Pattern: @unchecked Sendable {}
