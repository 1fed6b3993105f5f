/// A route as the meta-tests and the documentation see it.
public struct GuardedRoute: Hashable, Sendable {
    /// `GET`, `POST` …
    public var method: String
    /// The pattern: `/pengajuan/{id}`.
    public var path: String
    /// Who may use it.
    public var audience: Audience
    /// What it accepts.
    public var body: RouteBody

    /// Whether an address belongs to the pattern.
    func matches(_ address: String) -> Bool {
        let pattern = self.path.split(separator: "/")
        let parts = address.split(separator: "/")
        for (index, piece) in pattern.enumerated() {
            if piece == "**" { return true }
            guard index < parts.count else { return false }
            if piece.contains("{") || piece.hasPrefix(":") || piece.contains("*") { continue }
            guard piece == parts[index] else { return false }
        }
        return pattern.count == parts.count
    }
}
