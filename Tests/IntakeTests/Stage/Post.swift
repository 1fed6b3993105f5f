import Contracts
import Foundation
import Messaging
import Synchronization
import TestSupport

/// Sends messages to Intake as others would, and reads what comes back.
extension IntakeStage {
    /// An event of another service, numbered in its stream.
    static func message(
        _ event: some Event, from source: ServiceName, sequence: Int64, at time: Date, id: MessageID = MessageID(UUID())
    ) throws -> OutgoingMessage {
        let type = Swift.type(of: event).type
        let envelope = Envelope(
            id: id, type: type, source: source, time: time, subject: event.subject, sequence: sequence,
            correlationID: "uji")
        return OutgoingMessage(
            exchange: ExchangeName.events, routingKey: type.name, mandatory: true, properties: envelope.properties,
            body: try ContractJSON.encode(event))
    }

    /// A command of the portal, or of somebody who says to be it.
    static func command(
        _ body: [UInt8], type: MessageType = SubmitSubmission.type, id: MessageID = MessageID(UUID()), at time: Date,
        user: String? = "portal"
    ) -> OutgoingMessage {
        let envelope = Envelope(
            id: id, type: type, source: "portal", time: time, subject: "", correlationID: id.description,
            replyTo: "portal.replies")
        var properties = envelope.properties
        properties.userID = user
        return OutgoingMessage(
            exchange: ExchangeName.commands, routingKey: type.name, mandatory: true, properties: properties,
            body: body)
    }

    func send(_ messages: [OutgoingMessage]) async throws {
        let reports = await self.broker.publish(messages)
        guard reports.allSatisfy({ $0 == .confirmed }) else { throw StageFailure("the broker did not take it") }
    }

    /// Runs messaging, sends commands, and waits for as many replies; by the command's id.
    func replies(to messages: [OutgoingMessage]) async throws -> [String: CommandReply] {
        let collector = ReplyCollector(self.broker)
        return try await self.live {
            let reading = Task { try await collector.run() }
            defer { reading.cancel() }
            try await self.send(messages)
            let wanted = Set(messages.compactMap(\.properties.messageID)).count
            try await eventually("\(wanted) replies") { collector.replies.count >= wanted }
            return collector.replies
        }
    }
}

/// What arrives at the portal's queue of replies.
final class ReplyCollector: Sendable {
    private let subscription: any MessageSubscription
    private let seen = Mutex<[String: CommandReply]>([:])

    init(_ broker: any MessageBroker) { self.subscription = broker.subscribe(queue: "portal.replies", prefetch: 100) }

    var replies: [String: CommandReply] { self.seen.withLock { $0 } }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.subscription.run() }
            for await delivery in self.subscription.deliveries {
                let reply = try ContractJSON.decode(CommandReply.self, from: delivery.body)
                self.seen.withLock { $0[delivery.properties.correlationID ?? ""] = reply }
                await self.subscription.ack(delivery)
            }
            group.cancelAll()
        }
    }
}
