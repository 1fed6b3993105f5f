public import Contracts
import Foundation
public import Hummingbird
public import HummingbirdTesting
public import Messaging
import MessagingLive
import NIOCore
public import Postgres
public import ServiceHost
public import TestSupport
public import Web

/// A whole service under test, without sockets.
public protocol ServiceStage: Sendable {
    /// What it stands on.
    var means: StageMeans { get }
    /// The service, as its composition root makes it.
    var definition: ServiceDefinition { get }
    /// Who may send it commands; Layak's own programs unless a stage says otherwise.
    static var senders: CommandSenders { get }
}

extension ServiceStage {
    /// Those of Layak's own topology.
    public static var senders: CommandSenders { .layak }

    /// The database, as owner and as runtime role.
    public var database: TestServiceDatabase { self.means.database }
    /// The broker.
    public var broker: InMemoryBroker { self.means.broker }
    /// The clock.
    public var clock: TestClock { self.means.clock }
    /// What the service logs.
    public var log: CapturedLog { self.means.log }

    private var events: String { QueueName.events(of: self.means.dependencies.name) }
    private var commands: String { QueueName.commands(of: self.means.dependencies.name) }

    // MARK: - Messages

    /// Runs the body while the service's consumers run; every event and command is routed to it.
    public func consuming(_ body: () async throws -> Void) async throws {
        self.broker.bind(queue: self.events, to: ExchangeName.events, pattern: "#")
        self.broker.bind(queue: self.commands, to: ExchangeName.commands, pattern: "#")
        let setup = MessagingSetup(
            service: self.means.dependencies.name, database: self.database.runtime, senders: Self.senders,
            logger: self.log.logger, now: { self.clock.now })
        let events = EventConsumer(setup, broker: self.broker, handlers: self.definition.eventHandlers)
        let commands = CommandConsumer(
            setup, broker: self.broker, handlers: self.definition.commandHandlers,
            verifyActorToken: { _ in throw Problem.unauthenticated })
        try await self.database.runtime.transaction { tx in try Timers.declare(self.definition.timers, in: tx) }
        let running = Task {
            async let first: Void = events.run()
            async let second: Void = commands.run()
            _ = try await (first, second)
        }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        running.cancel()
        _ = await running.result
        try outcome.get()
    }

    /// Publishes an event as another service would, with its place in the stream.
    @discardableResult
    public func publish(
        _ event: some Event, sequence: Int64, id: MessageID? = nil, times: Int = 1
    ) async throws -> MessageID {
        let id = id ?? IdentifierSource.system.next(at: self.clock.now)
        let message = try OutgoingMessage.event(event, sequence: sequence, id: id, at: self.clock.now)
        for _ in 0..<times { _ = await self.broker.publish([message]) }
        return id
    }

    /// Waits until everything that was published has been settled.
    public func consumed() async throws {
        try await eventually("the queues are empty") {
            self.broker.depth(of: self.events) == 0 && self.broker.depth(of: self.commands) == 0
        }
    }

    /// The bodies of the service's own events of one type, in order.
    public func published<Body: Event>(_ type: Body.Type) async throws -> [Body] {
        try await self.database.owner.read { tx in
            try tx.rows("SELECT body FROM outbox WHERE type = \(type.type.name) ORDER BY id") { row in
                try ContractJSON.decode(type, from: try row.get("body", as: [UInt8].self))
            }
        }
    }

    // MARK: - Tables

    /// The one number that a query gives.
    public func count(_ sql: SQL) async throws -> Int {
        try await self.database.owner.read { tx in try tx.one(sql) { try $0.get(0, as: Int.self) } }
    }

    // MARK: - Pages

    /// A cookie of a signed-in person.
    public func cookie(_ person: PersonID, _ roles: [Grant]) async throws -> HTTPFields {
        let identity = Identity(
            personID: person, name: "Sari Dewi", institution: "Dinas Contoh", grants: roles, sessionID: "s1",
            csrf: "rahasia-formulir")
        return [.cookie: "layak_token=\(try await self.means.issuer.issue(identity, now: self.clock.now))"]
    }

    /// Answers one request.
    public func request(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], form: String? = nil,
        json: String? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        if json != nil { headers[.contentType] = "application/json" }
        let all = headers
        let application = Application(responder: self.definition.responder, logger: self.log.logger)
        return try await application.test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: all, body: (form ?? json).map { ByteBuffer(string: $0) })
        }
    }
}

extension TestResponse {
    /// The body as text.
    public var text: String { String(buffer: self.body) }
}
