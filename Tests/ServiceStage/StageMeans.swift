public import Contracts
public import Foundation
import Logging
public import Messaging
public import Postgres
public import ServiceHost
public import TestSupport
import Web

/// What a service under test stands on: a database of its own (as its runtime role), a broker in memory, a clock set by
/// hand, and keys for people's tokens.
public struct StageMeans: Sendable {
    /// The database, as owner and as runtime role.
    public let database: TestServiceDatabase
    /// Its broker.
    public let broker = InMemoryBroker()
    /// Its clock.
    public let clock: TestClock
    /// What it logs.
    public let log: CapturedLog
    /// What the service is built with.
    public let dependencies: ServiceDependencies
    let issuer: TokenIssuer

    /// Lends the means of one service.
    ///
    /// - Parameters:
    ///   - templates: where the service's own templates are.
    ///   - texts: words of flash messages that the tests look for, by key.
    public static func with(
        _ service: ServiceName, migrations: [Migration], templates: Bundle, texts: [String: String], log: CapturedLog,
        _ body: (StageMeans) async throws -> Void
    ) async throws {
        let keys = TokenKey.makePair()
        let issuer = try await TokenIssuer(privateKey: TokenKey.privateKey(keys.privateKey))
        let verifier = try await TokenVerifier(publicKeys: [TokenKey.publicKey(keys.publicKey)])
        try await TestServiceDatabase.with(migrations: migrations) { database in
            let clock = TestClock()
            let site = WebSite(
                publicURL: "https://layak.example", tokens: verifier,
                pages: try PageRenderer(bundles: [templates], texts: texts), now: { clock.now },
                translate: { ($0 as? PostgresError).flatMap { Problem($0) } })
            let dependencies = ServiceDependencies(
                name: service, database: database.runtime, site: site, publicURL: "https://layak.example",
                now: { clock.now }, logger: log.logger)
            try await body(
                StageMeans(database: database, clock: clock, log: log, dependencies: dependencies, issuer: issuer))
        }
    }
}
