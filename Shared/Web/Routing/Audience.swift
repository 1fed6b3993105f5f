/// Who may use a route. There is no route without one.
public enum Audience: Hashable, Sendable, CustomStringConvertible {
    /// Everybody. A signed-in visitor's identity is known all the same.
    case `public`
    /// Everybody who is signed in, by cookie.
    case signedIn
    /// Whoever holds one of these roles at any unit, by cookie. The handler still checks the unit of the thing at hand.
    case role([Role])
    /// A program with a token in `Authorization: Bearer`, whose person holds one of these roles (empty: any). Cookies do
    /// not count here, so no form of another site can reach such a route.
    case apiToken([Role])

    public var description: String {
        switch self {
        case .public: "public"
        case .signedIn: "signed in"
        case .role(let roles): "role " + roles.map(\.rawValue).sorted().joined(separator: ", ")
        case .apiToken(let roles): "api token " + roles.map(\.rawValue).sorted().joined(separator: ", ")
        }
    }
}
