import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Messaging
import MessagingLive
import NIOCore
import Postgres
import ServiceHost
import Synchronization
import TestSupport
import Web

@testable import Rating

/// Rating with its own database (as its runtime role), a broker in memory, a clock set by hand.
struct RatingStage: Sendable {
    let database: TestServiceDatabase
    let broker: InMemoryBroker
    let clock: TestClock
    let log: CapturedLog
    let rating: Rating
    let dependencies: ServiceDependencies
    let parts: RatingParts
    let issuer: TokenIssuer

    /// Two programs of channels, and one that is none.
    static let senders = CommandSenders([
        "complaints": .init(.complaintChannel, replies: "complaints.replies"),
        "webapps": .init(.complaintChannel, replies: "webapps.replies"),
        "portal": .init(.portal, replies: "portal.replies"),
    ])

    static let linkKey = Data(repeating: 7, count: 32).base64EncodedString()

    /// Lends the stage while its consumers run.
    static func with(
        log: CapturedLog = CapturedLog(), change: (inout RatingParts) -> Void = { _ in },
        _ body: (RatingStage) async throws -> Void
    ) async throws {
        let keys = TokenKey.makePair()
        let issuer = try await TokenIssuer(privateKey: TokenKey.privateKey(keys.privateKey))
        let verifier = try await TokenVerifier(publicKeys: [TokenKey.publicKey(keys.publicKey)])
        try await TestServiceDatabase.with(migrations: RatingMigrations.all) { database in
            let clock = TestClock()
            let site = WebSite(
                publicURL: "https://layak.example", tokens: verifier,
                pages: try PageRenderer(
                    bundles: [Bundle.module], texts: ["pesan.dinilai": "Terima kasih.", "pesan.pengaduan": "Diterima."]),
                now: { clock.now }, translate: { ($0 as? PostgresError).flatMap { Problem($0) } })
            let dependencies = ServiceDependencies(
                name: .rating, database: database.runtime, site: site, publicURL: "https://layak.example",
                now: { clock.now }, logger: log.logger)
            var parts = RatingParts(link: try RatingLink(base64: Self.linkKey))
            change(&parts)
            let stage = RatingStage(
                database: database, broker: InMemoryBroker(), clock: clock, log: log,
                rating: Rating(dependencies, parts: parts), dependencies: dependencies, parts: parts, issuer: issuer)
            try await stage.consuming { try await body(stage) }
        }
    }

    private func consuming(_ body: () async throws -> Void) async throws {
        self.broker.bind(queue: "rating.events", to: ExchangeName.events, pattern: "#")
        self.broker.bind(queue: "rating.commands", to: ExchangeName.commands, pattern: "#")
        let setup = MessagingSetup(
            service: .rating, database: self.database.runtime, senders: Self.senders, logger: self.log.logger,
            now: { self.clock.now })
        let consumer = EventConsumer(setup, broker: self.broker, handlers: self.rating.definition.eventHandlers)
        let commands = CommandConsumer(
            setup, broker: self.broker, handlers: self.rating.definition.commandHandlers,
            verifyActorToken: { _ in throw Problem.unauthenticated })
        let running = Task {
            async let events: Void = consumer.run()
            async let other: Void = commands.run()
            _ = try await (events, other)
        }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        running.cancel()
        _ = await running.result
        try outcome.get()
    }

    /// Publishes an event as another service would, with its place in the stream.
    @discardableResult
    func publish(_ event: some Event, sequence: Int64, id: MessageID? = nil, times: Int = 1) async -> MessageID {
        let id = id ?? IdentifierSource.system.next(at: self.clock.now)
        let type = Swift.type(of: event).type
        let envelope = Envelope(
            id: id, type: type, source: "test", time: self.clock.now, subject: event.subject, sequence: sequence)
        // The events of the tests are all encodable.
        let body = (try? ContractJSON.encode(event)) ?? []
        let message = OutgoingMessage(
            exchange: ExchangeName.events, routingKey: type.name, mandatory: true, properties: envelope.properties,
            body: body)
        for _ in 0..<times { _ = await self.broker.publish([message]) }
        return id
    }

    /// Waits until everything that was published has been settled.
    func settled() async throws {
        try await eventually("the queues are empty") {
            self.broker.depth(of: "rating.events") == 0 && self.broker.depth(of: "rating.commands") == 0
        }
    }

    /// Sends a command as a program would; any bytes.
    func command(
        _ body: [UInt8], id: MessageID? = nil, type: String = "complaint.file.v1", user: String? = "complaints"
    ) async -> MessageID {
        let id = id ?? IdentifierSource.system.next(at: self.clock.now)
        let properties = MessageProperties(
            contentType: "application/json", type: type, messageID: id.description, correlationID: "c-1",
            replyTo: "\(user ?? "complaints").replies", appID: "complaints", userID: user)
        let message = OutgoingMessage(
            exchange: ExchangeName.commands, routingKey: type, mandatory: true, properties: properties, body: body)
        _ = await self.broker.publish([message])
        return id
    }

    func count(_ sql: SQL) async throws -> Int {
        try await self.database.owner.read { tx in try tx.one(sql) { try $0.get(0, as: Int.self) } }
    }

    /// The bodies of published events of one type.
    func published<Body: Event>(_ type: Body.Type) async throws -> [Body] {
        try await self.database.owner.read { tx in
            try tx.rows("SELECT body FROM outbox WHERE type = \(type.type.name) ORDER BY id") { row in
                try ContractJSON.decode(type, from: try row.get("body", as: [UInt8].self))
            }
        }
    }

    /// A cookie of a signed-in person.
    func cookie(_ person: PersonID, _ roles: [Grant]) async throws -> HTTPFields {
        let identity = Identity(
            personID: person, name: "Sari Dewi", institution: "Dinas Contoh", grants: roles, sessionID: "s1",
            csrf: "rahasia-formulir")
        return [.cookie: "layak_token=\(try await self.issuer.issue(identity, now: self.clock.now))"]
    }

    /// Answers one request.
    func request(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], form: String? = nil,
        json: String? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        if json != nil { headers[.contentType] = "application/json" }
        let all = headers
        let application = Application(responder: self.rating.definition.responder, logger: self.log.logger)
        return try await application.test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: all, body: (form ?? json).map { ByteBuffer(string: $0) })
        }
    }
}

/// A clock that stands until a test moves it.
final class TestClock: Sendable {
    private let moment = Mutex(Date(timeIntervalSince1970: 1_780_300_800))
    var now: Date { self.moment.withLock { $0 } }
    func advance(by seconds: TimeInterval) { self.moment.withLock { $0 += seconds } }
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: self.body) }
}
