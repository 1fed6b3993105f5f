import ArgumentParser
import Foundation
import Messaging
import MessagingLive
import Postgres

/// Lets the relay publish what `fill` wrote, until the broker has confirmed all of it.
struct Drain: AsyncParsableCommand {
    @Option var rows: Int

    func run() async throws {
        let means = try Means()
        let database = means.database(means.first, connections: 2)
        let own = means.relayDatabase(means.first)
        let confirmed = Tally()
        let real = means.amqp()
        let broker = WatchedBroker(broker: real, publishing: { _ in }, confirmed: { confirmed.add($0) })
        let relay = Relay(means.setup(database), database: own, broker: broker)
        let rows = self.rows
        try await running({ try await real.run() }) {
            try await real.waitUntilConnected(timeout: .seconds(20))
            Report.begin()
            let start = ContinuousClock.now
            let took = try await running({ try await relay.run() }) {
                try await until("every row confirmed", within: .seconds(300)) { confirmed.value >= rows }
                let took = ContinuousClock.now - start
                Report.end()
                // What a relay does not write down is published again by the next.
                try await until("an empty outbox", within: .seconds(60)) {
                    try await database.read { tx in try MessagingStatistics.read(in: tx) }.outboxDepth == 0
                }
                return took
            }
            Report.figures(["rows": confirmed.value, "seconds": took.seconds])
        }
        await own.close()
        await database.close()
    }
}
