import ArgumentParser
import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// Handles what `preload` put into the queue: with the inbox, or the same effect without one.
struct Handle: AsyncParsableCommand {
    @Option var messages: Int
    @Flag var withoutInbox = false
    /// How many messages the consumer without inbox puts into one transaction.
    @Option var batch = 1

    func run() async throws {
        let means = try Means()
        let database = means.database(means.second)
        let setup = means.setup(database)
        let broker = means.amqp()
        let done = Tally()
        let effect = Effect(answers: true, identifiers: .system) { _ in done.add() }
        let work: @Sendable () async throws -> Void
        if self.withoutInbox {
            let plain = PlainConsumer(
                broker: broker, database: database, effect: effect, lanes: setup.limits.lanes,
                prefetch: setup.limits.prefetch, batch: self.batch)
            work = { try await plain.run() }
        } else {
            let consumer = EventConsumer(setup, broker: broker, handlers: [AnyEventHandler(WriteDown(effect: effect))])
            work = { try await consumer.run() }
        }
        let messages = self.messages
        Report.begin()
        let start = ContinuousClock.now
        let took = try await running(work) {
            try await until("every message handled", within: .seconds(300)) { done.value >= messages }
            let took = ContinuousClock.now - start
            Report.end()
            return took
        }
        Report.figures([
            "messages": done.value, "seconds": took.seconds, "effects": try await database.count("effect"),
            "parked": try await database.count("parked_message"), "retries": try await database.count("retry"),
            "early": try await database.count("inbox_early"),
        ])
        await database.close()
    }
}
