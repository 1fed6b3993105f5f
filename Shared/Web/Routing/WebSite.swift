public import Contracts
public import Foundation
public import Hummingbird

/// What all routes of one service share.
public struct WebSite: Sendable {
    /// Whether the public address is https: cookies are `Secure`, HSTS is sent.
    public var secure: Bool
    /// Believes or refuses tokens.
    public var tokens: TokenVerifier
    /// Renders pages.
    public var pages: PageRenderer
    /// The clock.
    public var now: @Sendable () -> Date
    /// Turns errors of adapters (database away …) into problems; `nil` for what it does not know, which becomes a 500.
    public var translate: @Sendable (any Error) -> Problem?
    /// Sees every finished request.
    public var observe: @Sendable (RequestObservation) -> Void
    /// How long a request may take, body included; a route with a body of more than 1 MiB may take four times as long.
    public var timeout: Duration

    /// What all routes share.
    ///
    /// - Parameter publicURL: the origin of the front door, `LAYAK_PUBLIC_URL`.
    public init(
        publicURL: String, tokens: TokenVerifier, pages: PageRenderer,
        now: @escaping @Sendable () -> Date = { Date() },
        translate: @escaping @Sendable (any Error) -> Problem? = { _ in nil },
        observe: @escaping @Sendable (RequestObservation) -> Void = { _ in }, timeout: Duration = .seconds(30)
    ) {
        self.secure = publicURL.lowercased().hasPrefix("https://")
        self.tokens = tokens
        self.pages = pages
        self.now = now
        self.translate = translate
        self.observe = observe
        self.timeout = timeout
    }

    /// The sign-in cookie for a token that ``TokenIssuer`` made.
    public func tokenCookie(_ token: String) -> Cookie {
        LayakCookie.make(LayakCookie.token, token, maxAge: TokenIssuer.lifetime, secure: self.secure)
    }

    /// Intake's session cookie; `maxAge` in seconds.
    public func sessionCookie(_ session: String, maxAge: Int) -> Cookie {
        LayakCookie.make(LayakCookie.session, session, maxAge: maxAge, secure: self.secure)
    }

    /// Makes the browser forget a cookie.
    public func forgetting(_ name: String) -> Cookie { LayakCookie.forget(name, secure: self.secure) }
}
