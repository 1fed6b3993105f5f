import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Mail
import Messaging
import MessagingLive
import NIOCore
import Postgres
import ServiceHost
import Synchronization
import TestSupport
import Web

@testable import Notify

/// Notify with its own database (as its runtime role), a broker in memory, a clock set by hand, and any transport.
struct NotifyStage: Sendable {
    let database: TestServiceDatabase
    let broker: InMemoryBroker
    let clock: TestClock
    let log: CapturedLog
    let notify: Notify
    let dependencies: ServiceDependencies
    let parts: NotifyParts
    let issuer: TokenIssuer

    static let linkKey = Data(repeating: 7, count: 32).base64EncodedString()

    /// Lends the stage while its event consumer runs. Mails go out only when a test asks the sender.
    static func with(
        transport: any MailTransport = InMemoryMailTransport(), log: CapturedLog = CapturedLog(),
        _ body: (NotifyStage) async throws -> Void
    ) async throws {
        let keys = TokenKey.makePair()
        let issuer = try await TokenIssuer(privateKey: TokenKey.privateKey(keys.privateKey))
        let verifier = try await TokenVerifier(publicKeys: [TokenKey.publicKey(keys.publicKey)])
        try await TestServiceDatabase.with(migrations: NotifyMigrations.all) { database in
            let clock = TestClock()
            let site = WebSite(
                publicURL: "https://layak.example", tokens: verifier,
                pages: try PageRenderer(bundles: [Bundle.module], texts: ["pesan.putusan": "Putusan Anda dicatat."]),
                now: { clock.now }, translate: { ($0 as? PostgresError).flatMap { Problem($0) } })
            let dependencies = ServiceDependencies(
                name: .notify, database: database.runtime, site: site, publicURL: "https://layak.example",
                now: { clock.now }, logger: log.logger)
            let from = Mailbox(name: "Layak BPS", address: MailAddress("layak@bps.example")!)
            let parts = NotifyParts(
                transports: [transport], from: from, ratingLink: try RatingLink(base64: Self.linkKey),
                proofLink: try ProofLink(base64: Self.linkKey), book: try TemplateFile.read())
            let stage = NotifyStage(
                database: database, broker: InMemoryBroker(), clock: clock, log: log,
                notify: Notify(dependencies, parts: parts), dependencies: dependencies, parts: parts, issuer: issuer)
            try await stage.consuming { try await body(stage) }
        }
    }

    /// A second node over the same database.
    func anotherNode(transport: any MailTransport) -> Notify {
        var parts = self.parts
        parts.transports = [transport]
        return Notify(self.dependencies, parts: parts)
    }

    private func consuming(_ body: () async throws -> Void) async throws {
        self.broker.bind(queue: "notify.events", to: ExchangeName.events, pattern: "#")
        let setup = MessagingSetup(
            service: .notify, database: self.database.runtime, logger: self.log.logger, now: { self.clock.now })
        let consumer = EventConsumer(setup, broker: self.broker, handlers: self.notify.definition.eventHandlers)
        let running = Task { try await consumer.run() }
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

    /// Waits until everything that was published has been settled, and plans what two transactions overlooked that ran
    /// side by side.
    func settled() async throws {
        try await eventually("the queue is empty") { self.broker.depth(of: "notify.events") == 0 }
        try await self.notify.sender.clearUp()
    }

    func count(_ sql: SQL) async throws -> Int {
        try await self.database.owner.read { tx in try tx.one(sql) { try $0.get(0, as: Int.self) } }
    }

    /// Channel and state of each obligation, in order of notices.
    func states(kind: String? = nil) async throws -> [String] {
        try await self.database.owner.read { tx in
            try tx.rows(
                """
                SELECT n.kind || ' ' || o.channel || ' ' || o.state AS line
                  FROM obligation o JOIN notice n ON n.id = o.notice_id
                 WHERE (\(kind)::text IS NULL OR n.kind = \(kind)) ORDER BY n.occurred_at, n.kind, o.channel
                """
            ) { try $0.get("line", as: String.self) }
        }
    }

    /// The deliveries that were published, decoded.
    func deliveries() async throws -> [DeliveryCompleted] {
        try await self.database.owner.read { tx in
            try tx.rows("SELECT body FROM outbox WHERE type = 'delivery.completed.v1' ORDER BY id") { row in
                try ContractJSON.decode(DeliveryCompleted.self, from: try row.get("body", as: [UInt8].self))
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
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], form: String? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        let all = headers
        let application = Application(responder: self.notify.definition.responder, logger: self.log.logger)
        return try await application.test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: all, body: form.map { ByteBuffer(string: $0) })
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
