import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// An event of the tests' own. The catalogue does not know it, so it is mandatory and known only where it is handled.
struct Noted: Event, Hashable {
    static let type: MessageType = "note.noted.v1"
    var subject: String
    var text: String
}

/// Writes down what it saw. Its texts tell it how to behave.
struct WriteDown: MessageHandler {
    static let consumer: ConsumerName = "test.write-down"
    static let retry = RetryPolicy.exponential(attempts: 4, from: .seconds(2), to: .minutes(1))

    struct Trouble: Error {}

    func handle(_ event: Noted, in tx: Transaction, context: MessageContext) throws {
        try tx.execute(
            "INSERT INTO effect (subject, text, attempt) VALUES (\(event.subject), \(event.text), \(context.attempt))")
        if event.text == "always fails" { throw Trouble() }
        if event.text == "fails three times", context.attempt <= 3 { throw Trouble() }
        if event.text == "is parked" { throw Parkable(.rejected("not-wanted")) }
        if event.text == "divides by zero" { try tx.execute("SELECT 1 / 0") }
    }
}

/// Carries out an officer's command, and remembers that it did.
struct Take: CommandHandler {
    static let consumer: ConsumerName = "test.take"
    static let retry = RetryPolicy.exponential(attempts: 2, from: .seconds(2), to: .minutes(1))

    struct Trouble: Error {}

    func handle(_ command: TakeCase, in tx: Transaction, context: CommandContext) throws -> CommandReply {
        let actor = context.actor?.name ?? "nobody"
        try tx.execute(
            """
            INSERT INTO effect (subject, text, attempt)
            VALUES (\(command.caseId.description), \(actor), \(context.attempt))
            """)
        if command.version == 409 { throw Problem.conflict("sudah-diambil", "Sudah diambil", detail: "Muat ulang.") }
        if command.version == 500 { throw Trouble() }
        if command.version == 504, context.attempt == 1 {
            try tx.execute("SET LOCAL statement_timeout = '50ms'")
            try tx.execute("SELECT pg_sleep(60)")
        }
        return .accepted(TakeCase.type, id: command.caseId.description, version: command.version + 1)
    }
}

/// The only token that is good, and whose it is.
enum TestToken {
    static let good = "good-token"
    static let actor = AuthenticatedActor(
        personID: PersonID(UUID()), name: "Petugas", grants: [.init(role: "officer", unit: .headquarters)])

    @Sendable static func verify(_ token: Personal<String>) throws -> AuthenticatedActor {
        guard token.reveal() == self.good else { throw Problem.unauthenticated }
        return self.actor
    }
}

/// The broker users of the tests.
enum TestSender {
    /// An office's program, which reads `me`. On a real broker it is whoever the tests connect as: the broker checks.
    static let office = "office"
    /// A program that may not send an office's commands, which reads `stranger`.
    static let stranger = "stranger"

    static func senders(connectedAs user: String?) -> CommandSenders {
        var programs: [String: BrokerTopology.CommandProgram] = [
            self.office: .init(.officer, replies: "me"), self.stranger: .init(.complaintChannel, replies: "stranger"),
        ]
        if let user { programs[user] = .init(.officer, replies: "me") }
        return CommandSenders(programs)
    }
}

/// Messages as a publisher would make them.
enum TestMessage {
    static func event(
        _ text: String, subject: String = "s", sequence: Int64, id: MessageID = MessageID(UUID()),
        type: MessageType = Noted.type, body: [UInt8]? = nil
    ) throws -> OutgoingMessage {
        let envelope = Envelope(
            id: id, type: type, source: "other", time: Date(timeIntervalSince1970: 1_790_000_000), subject: subject,
            sequence: sequence)
        let body = try body ?? ContractJSON.encode(Noted(subject: subject, text: text))
        return OutgoingMessage(
            exchange: ExchangeName.events, routingKey: type.name, mandatory: true, properties: envelope.properties,
            body: body)
    }

    static func command(
        _ body: some Command, type: MessageType? = nil, id: MessageID = MessageID(UUID()),
        token: String? = TestToken.good, replyTo: String? = "me", user: String? = TestSender.office
    ) throws -> OutgoingMessage {
        let type = type ?? Swift.type(of: body).type
        var envelope = Envelope(
            id: id, type: type, source: "office", time: Date(timeIntervalSince1970: 1_790_000_000), subject: "",
            correlationID: "my-question")
        envelope.replyTo = replyTo
        var properties = envelope.properties
        properties.userID = user
        if let token { properties.headers[HeaderName.actorToken] = .string(token) }
        return OutgoingMessage(
            exchange: ExchangeName.commands, routingKey: type.name, mandatory: true, properties: properties,
            body: try ContractJSON.encode(body))
    }
}
