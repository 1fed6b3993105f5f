import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// The subcommand `parked` of every service: shows what has left its lane, and lets it run again.
enum ParkedCommand {
    /// Listed by `--help` and found by its name.
    static let command = ServiceCommand(
        "parked", arguments: "list | replay <queue> <message id>",
        summary: "lists parked messages as JSON lines, without their bodies; lets a parked event run again"
    ) { arguments, _, dependencies in
        switch arguments.first {
        case "list" where arguments.count == 1:
            for line in try await Self.list(dependencies.database) { print(line) }
        case "replay" where arguments.count == 3:
            guard let id = MessageID(arguments[2]) else { throw UsageError("a message id is a UUID") }
            try await Self.replay(arguments[1], id, dependencies.database, now: dependencies.now())
            print("\(dependencies.name): \(id) runs again")
        default:
            throw UsageError("parked needs list, or replay with a queue and a message id")
        }
    }

    /// One line for each resting message, oldest first; at most a thousand.
    static func list(_ database: Database) async throws -> [String] {
        try await database.read { tx in try ParkedMessage.resting(limit: 1000, in: tx) }.map { message in
            String(decoding: try ContractJSON.encode(Line(message)), as: UTF8.self)
        }
    }

    static func replay(_ queue: String, _ id: MessageID, _ database: Database, now: Date) async throws {
        let found = try await database.transaction { tx in
            try ParkedMessage.replay(queue: queue, messageID: id, now: now, in: tx)
        }
        guard found else {
            throw StartRefused(
                code: ExitCode.failure,
                sentence: "no event with this id rests in \(queue); commands are not replayed, their sender was told")
        }
    }

    private struct Line: Encodable {
        let queue: String
        let id: MessageID
        let type: String?
        let subject: String?
        let sequence: Int64?
        let reason: String
        let attempts: Int
        let bytes: Int
        let parkedAt: Date

        init(_ message: ParkedMessage) {
            self.queue = message.queue
            self.id = message.messageID
            self.type = message.type
            self.subject = message.subject
            self.sequence = message.sequence
            self.reason = message.reason.description
            self.attempts = message.attempts
            self.bytes = message.bodySize
            self.parkedAt = message.parkedAt
        }
    }
}
