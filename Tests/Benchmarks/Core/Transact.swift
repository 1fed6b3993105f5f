import ArgumentParser
import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// A step of a case, as often as eight writers can: lock it, write the step down, change the case; with an event in the
/// outbox, or without.
struct Transact: AsyncParsableCommand {
    @Option var seconds: Double
    @Option var writers = 8
    @Flag var withOutbox = false

    func run() async throws {
        let means = try Means()
        let database = means.database(means.first, connections: self.writers)
        let done = Tally()
        let (writers, withOutbox) = (self.writers, self.withOutbox)
        let before = try await (database.count("step"), database.count("outbox"))
        // Connections are opened and statements prepared before the clock runs.
        try await self.write(database, until: .now + .milliseconds(500), writers, withOutbox, Tally())
        let warm = try await (database.count("step"), database.count("outbox"))
        Report.begin()
        let start = ContinuousClock.now
        try await self.write(database, until: start + .seconds(self.seconds), writers, withOutbox, done)
        let took = ContinuousClock.now - start
        Report.end()
        Report.figures([
            "transactions": done.value, "seconds": took.seconds, "steps": try await database.count("step") - warm.0,
            "events": try await database.count("outbox") - warm.1, "warmed": warm.0 - before.0,
        ])
        await database.close()
    }

    private func write(
        _ database: Database, until end: ContinuousClock.Instant, _ writers: Int, _ withOutbox: Bool, _ done: Tally
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var subject = writer
                    while ContinuousClock.now < end {
                        // Every writer has cases of its own: nobody waits for another's lock.
                        subject = (subject + writers) % 10_000 / writers * writers + writer
                        let id = subject % 10_000
                        try await database.transaction { tx in try Self.step(of: id, withOutbox, in: tx) }
                        done.add()
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func step(of id: Int, _ withOutbox: Bool, in tx: Transaction) throws {
        let version = try tx.one("SELECT version FROM subject WHERE id = \(id) FOR UPDATE") {
            try $0.get("version", as: Int.self)
        }
        let now = Date()
        try tx.execute("INSERT INTO step (subject, version, text) VALUES (\(id), \(version), \(Noted.filling))")
        try tx.execute("UPDATE subject SET version = \(version + 1), changed_at = \(now) WHERE id = \(id)")
        if withOutbox {
            try Outbox.append(
                Noted(subject: "c\(id)", number: version), at: now, by: "bench", ids: .system, in: tx)
        }
    }
}
