import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Messaging
import MessagingLive
import Passwords
import Postgres
import ServiceHost
import Standards
import Synchronization
import TestSupport
import Web

@testable import Intake

/// Intake on a database of its own and a broker inside the process.
struct IntakeStage: Sendable {
    let database: Database
    let conninfo: String
    let intake: Intake
    let broker: InMemoryBroker
    let clock: TestClock
    let logger: Logger
    private let tokens: TokenIssuer

    /// - Parameter allStandards: publish those of all 553 units, as the service does; else those of two.
    static func with<T: Sendable>(
        allStandards: Bool = false, _ body: (IntakeStage) async throws -> T
    ) async throws -> T {
        try await TestDatabase.with(migrations: IntakeSchema.migrations, configure: { $0.poolSize = 8 }) {
            database, conninfo in
            var logger = Logger(label: "test.intake")
            logger.logLevel = .critical
            let clock = TestClock()
            let pair = TokenKey.makePair()
            let key = try TokenKey.privateKey(pair.privateKey)
            let site = WebSite(
                publicURL: "https://layak.example",
                tokens: try await TokenVerifier(publicKeys: [try TokenKey.publicKey(pair.publicKey)]),
                pages: try PageRenderer(bundles: [IntakeBundle.templates], texts: IntakeTexts.indonesian),
                now: { clock.now },
                translate: { error in (error as? PostgresError).flatMap { Problem($0) } })
            let dependencies = ServiceDependencies(
                name: .intake, database: database, site: site, publicURL: "https://layak.example",
                now: { clock.now }, logger: logger)
            let intake = try await Intake(
                IntakeSettings(tokenKey: key, proofLink: ProofLink(key: Self.linkKey)), dependencies,
                passwords: PasswordHasher(cost: PasswordHasher.Cost(memory: 64, passes: 1)))
            let publish = intake.publishStandards
            let now = clock.now
            try await database.transaction { tx in
                if allStandards {
                    _ = try publish(now: now, in: tx)
                    return
                }
                for standard in publish.library.all where ["0000", "6104"].contains(standard.unit.text) {
                    guard let unit = publish.units.unit(standard.unit) else { continue }
                    try StandardStore.insert(standard, of: unit, now: now, in: tx)
                }
            }
            let broker = InMemoryBroker()
            for stream in ["case.#", "delivery.#", "rating.#"] {
                broker.bind(queue: QueueName.events(of: .intake), to: ExchangeName.events, pattern: stream)
            }
            broker.bind(queue: QueueName.commands(of: .intake), to: ExchangeName.commands, pattern: "submission.#")
            broker.bind(queue: "portal.replies", to: ExchangeName.replies, pattern: "portal.replies")
            broker.bind(queue: "seen", to: ExchangeName.events, pattern: "#")
            return try await body(
                IntakeStage(
                    database: database, conninfo: conninfo, intake: intake, broker: broker, clock: clock,
                    logger: logger, tokens: try await TokenIssuer(privateKey: key)))
        }
    }

    /// Serves HTTP requests inside the process.
    func serving<T: Sendable>(_ body: @escaping @Sendable (Door) async throws -> T) async throws -> T {
        let box = Mutex<T?>(nil)
        let application = Application(responder: self.intake.definition.responder, logger: self.logger)
        try await application.test(.router) { client in
            let value = try await body(Door(client: client))
            box.withLock { $0 = value }
        }
        guard let value = box.withLock({ $0 }) else { throw StageFailure("the body gave nothing") }
        return value
    }

    /// Runs the messaging of Intake while the body runs.
    func live<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        let clock = self.clock
        var limits = MessagingLimits()
        limits.poll = .milliseconds(20)
        let runtime = MessagingRuntime(
            MessagingSetup(
                service: .intake, database: self.database, limits: limits, logger: self.logger, now: { clock.now },
                random01: { 0 }),
            relayDatabase: DatabaseConfiguration(conninfo: self.conninfo, applicationName: "test-relay"),
            broker: self.broker, eventHandlers: self.intake.definition.eventHandlers,
            commandHandlers: self.intake.definition.commandHandlers)
        let task = Task { try await runtime.run() }
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        task.cancel()
        _ = await task.result
        return try result.get()
    }

    /// A token for somebody who holds these roles, also without an account.
    func token(_ person: PersonID, _ grants: [Grant]) async throws -> String {
        try await self.tokens.issue(
            Identity(
                personID: person, name: "Uji", institution: nil, grants: grants, sessionID: UUID().uuidString,
                csrf: "rahasia-formulir"), now: self.clock.now)
    }

    /// Makes an account that signs in.
    func account(
        _ email: String, grants: [Grant] = [Grant(.applicant)], address: CreateAccount.Address = .vouched
    ) async throws -> PersonID {
        let hash = try await self.intake.parts.signIn.passwords.hash(Self.password)
        let create = self.intake.parts.createAccount
        let now = self.clock.now
        return try await self.database.transaction { tx in
            try create(
                name: "Nama \(email)", institution: "Instansi Uji", email: email, address: address,
                mobile: nil, passwordHash: hash, grants: grants, now: now, cause: Cause(), in: tx
            ).personID
        }
    }

    static let password = "kata sandi untuk uji"
    static let linkKey = [UInt8](repeating: 7, count: 32)

    /// The file of this name, the only one.
    func attachment(_ name: String) async throws -> AttachmentID {
        try await self.database.read { tx in
            try tx.one("SELECT id FROM attachment WHERE name = \(name)") { AttachmentID(try $0.get("id")) }
        }
    }

    func count(_ table: SQL) async throws -> Int {
        try await self.database.read { tx in
            try tx.one("SELECT count(*)::integer AS n FROM \(table)") { try $0.get("n") }
        }
    }

    /// The bodies of what was published of one type, in order.
    func published<E: Event>(_ type: E.Type) async throws -> [E] {
        try await self.database.read { tx in
            try tx.rows("SELECT body FROM outbox WHERE type = \(E.type.name) ORDER BY id") { row in
                try ContractJSON.decode(E.self, from: try row.get("body", as: [UInt8].self))
            }
        }
    }
}

/// What went wrong with a test's own means.
struct StageFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_790_000_000))
    var now: Date { self.time.withLock { $0 } }
    func advance(by seconds: TimeInterval) { self.time.withLock { $0 += seconds } }
}
