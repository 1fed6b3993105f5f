public import Contracts
public import Foundation
public import Logging
public import Messaging
public import Postgres
public import Web

/// What a service is built from.
public struct ServiceDependencies: Sendable {
    /// The service.
    public var name: ServiceName
    /// Its database, as the runtime role.
    public var database: Database
    /// What its routes share: tokens, pages, clock.
    public var site: WebSite
    /// The origin of the front door, without a slash at its end: for links in mails and letters.
    public var publicURL: String
    /// The clock.
    public var now: @Sendable () -> Date
    /// Where identifiers come from.
    public var identifiers: IdentifierSource
    /// The logger.
    public var logger: Logger

    /// Everything said; tests pass their own clock and identifiers.
    public init(
        name: ServiceName, database: Database, site: WebSite, publicURL: String,
        now: @escaping @Sendable () -> Date = { Date() }, identifiers: IdentifierSource = .system, logger: Logger
    ) {
        self.name = name
        self.database = database
        self.site = site
        self.publicURL = publicURL
        self.now = now
        self.identifiers = identifiers
        self.logger = logger
    }

    /// Checks the `actor-token` of a command: who sends it, and with which roles.
    ///
    /// - Throws: `Problem.unauthenticated`.
    public func verifyActorToken(_ token: Personal<String>) throws -> AuthenticatedActor {
        // Why a token is not believed is nobody's business outside.
        guard let identity = try? self.site.tokens.verify(token.reveal(), now: self.now()) else {
            throw Problem.unauthenticated
        }
        return AuthenticatedActor(identity)
    }
}

extension AuthenticatedActor {
    /// The person whom a verified token names, as command handlers see it.
    public init(_ identity: Identity) {
        self.init(
            personID: identity.personID, name: identity.name,
            grants: identity.grants.map { Grant(role: $0.role.rawValue, unit: $0.unit) })
    }
}
