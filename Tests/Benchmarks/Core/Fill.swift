import ArgumentParser
import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// Writes rows into the outbox of the first database, as a service that has lost its broker does.
struct Fill: AsyncParsableCommand {
    @Option var rows: Int
    @Option var subjects = 5000

    func run() async throws {
        let means = try Means()
        let database = means.database(means.first, connections: 4)
        let next = Tally()
        let (rows, subjects, batch) = (self.rows, self.subjects, 100)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while true {
                        let from = next.add(batch)
                        guard from < rows else { return }
                        try await database.transaction { tx in
                            // In the order of subjects, so that two writers never wait for each other in a circle.
                            let numbers = (from..<min(rows, from + batch)).sorted { $0 % subjects < $1 % subjects }
                            for number in numbers {
                                try Outbox.append(
                                    Noted(subject: "s\(number % subjects)", number: number), at: Date(), by: "bench",
                                    ids: .system, in: tx)
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        Report.figures(["rows": rows])
        await database.close()
    }
}
