import ArgumentParser
import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// How soon a row is published after its commit when nothing else happens.
struct IdlePublish: AsyncParsableCommand {
    @Option var samples: Int

    func run() async throws {
        let means = try Means()
        let database = means.database(means.first, connections: 2)
        let own = means.relayDatabase(means.first)
        let (committed, published) = (Moments(self.samples), Moments(self.samples))
        let real = means.amqp()
        let broker = WatchedBroker(
            broker: real,
            publishing: { batch in
                let now = ContinuousClock.now
                for message in batch {
                    // A message that is not ours has no number, and none is waited for.
                    guard let event = try? ContractJSON.decode(Answered.self, from: message.body) else { continue }
                    published.note(event.number, at: now)
                }
            }, confirmed: { _ in })
        let relay = Relay(means.setup(database), database: own, broker: broker)
        let samples = self.samples
        try await running({ try await real.run() }) {
            try await real.waitUntilConnected(timeout: .seconds(20))
            try await running({ try await relay.run() }) {
                // The relay has its lock and sleeps.
                try await Task.sleep(for: .seconds(2))
                Report.begin()
                for number in 0..<samples {
                    try await database.transaction { tx in
                        try Outbox.append(
                            Answered(subject: "idle", number: number), at: Date(), by: "bench", ids: .system, in: tx)
                        tx.afterCommit { committed.note(number) }
                    }
                    try await Task.sleep(for: .milliseconds(25))
                }
                try await until("every row published", within: .seconds(30)) {
                    published.all.allSatisfy { $0 != nil }
                }
                Report.end()
            }
        }
        let waits = zip(committed.all, published.all).compactMap { pair in
            pair.0.flatMap { from in pair.1.map { max(0, ($0 - from).seconds) } }
        }.sorted()
        Report.figures([
            "samples": waits.count, "p50": Flow.quantile(waits, 0.5), "p99": Flow.quantile(waits, 0.99),
        ])
        await own.close()
        await database.close()
    }
}
