import AMQP
import ArgumentParser
import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// Puts events into the queue `bench.events`, numbered per subject as an outbox would have numbered them.
struct Preload: AsyncParsableCommand {
    @Option var messages: Int
    /// Subjects are new ones in each run, so that every sequence begins with 1.
    @Option var run: String
    @Option var perSubject = 4

    func run() async throws {
        let means = try Means()
        let broker = means.amqp()
        let all = try (0..<self.messages).map { try self.message($0) }
        try await running({ try await broker.run() }) {
            try await broker.waitUntilConnected(timeout: .seconds(20))
            for from in stride(from: 0, to: all.count, by: 500) {
                let reports = await broker.publish(Array(all[from..<min(all.count, from + 500)]))
                guard reports.allSatisfy({ $0 == .confirmed }) else { throw TooSlow(what: "confirms of the preload") }
            }
        }
        Report.figures(["messages": self.messages])
    }

    private func message(_ number: Int) throws -> OutgoingMessage {
        // Neighbours in the queue are of different subjects, as they are in operation.
        let subjects = max(1, self.messages / self.perSubject)
        let event = Noted(subject: "\(self.run)-\(number % subjects)", number: number)
        let envelope = Envelope(
            id: IdentifierSource.system.next(at: Date()), type: Noted.type, source: "bench", time: Date(),
            subject: event.subject, sequence: Int64(number / subjects + 1))
        return OutgoingMessage(
            exchange: ExchangeName.events, routingKey: Noted.type.name, mandatory: true,
            properties: envelope.properties, body: try ContractJSON.encode(event))
    }
}
