import ArgumentParser
import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// What a message between two services cannot do without: the confirm of one message, and the commit of one row, each
/// for itself on a machine that does nothing else. Half the time each.
struct Pair: AsyncParsableCommand {
    @Option var seconds: Double

    func run() async throws {
        let means = try Means()
        let database = means.database(means.first, connections: 1)
        let broker = means.amqp()
        let half = Duration.seconds(self.seconds / 2)
        let confirms = try await running({ try await broker.run() }) {
            try await broker.waitUntilConnected(timeout: .seconds(20))
            Report.begin()
            return try await Self.repeated(for: half) { number in
                let reports = await broker.publish([try Self.message(number)])
                guard reports == [.confirmed] else { throw TooSlow(what: "a confirm") }
            }
        }
        let commits = try await Self.repeated(for: half) { number in
            try await database.transaction { tx in
                _ = try tx.execute(
                    "INSERT INTO effect (subject, number, text) VALUES ('pair', \(number), \(Noted.filling))")
            }
        }
        Report.end()
        Report.figures([
            "confirm": Flow.quantile(confirms, 0.5), "commit": Flow.quantile(commits, 0.5),
            "confirms": confirms.count, "commits": commits.count,
        ])
        await database.close()
    }

    private static func message(_ number: Int) throws -> OutgoingMessage {
        let event = Answered(subject: "pair", number: number)
        let envelope = Envelope(
            id: IdentifierSource.system.next(at: Date()), type: Answered.type, source: "bench", time: Date(),
            subject: event.subject, sequence: Int64(number + 1))
        return OutgoingMessage(
            exchange: ExchangeName.events, routingKey: Answered.type.name, mandatory: true,
            properties: envelope.properties, body: try ContractJSON.encode(event))
    }

    /// How long each took, in seconds, sorted.
    private static func repeated(
        for limit: Duration, _ act: @Sendable (Int) async throws -> Void
    ) async throws -> [Double] {
        let end = ContinuousClock.now + limit
        var found: [Double] = []
        while ContinuousClock.now < end || found.isEmpty {
            let start = ContinuousClock.now
            try await act(found.count)
            found.append((ContinuousClock.now - start).seconds)
        }
        return found.sorted()
    }
}
