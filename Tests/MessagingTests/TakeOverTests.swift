import Messaging
import Postgres
import TestSupport
import Testing

@testable import MessagingLive

@Suite("Taking over")
struct TakeOverTests {
    @Test("Whoever takes over while others write sees no restored database")
    func amidWriters() async throws {
        try await Stage.with(.memory) { stage in
            let writers = (0..<3).map { writer in
                Task {
                    while !Task.isCancelled { try await stage.append("x", subject: "s\(writer)") }
                }
            }
            defer { for writer in writers { writer.cancel() } }
            // A session of its own each time, as a relay that begins has: its statements have no plan yet.
            for _ in 0..<25 {
                let database = Database(stage.relayConfiguration, logger: stage.setup.logger)
                let hold = try await database.transaction { tx in
                    let hold = try RelayStore.takeOver(tx)
                    try RelayStore.letGo(tx)
                    return hold
                }
                #expect(hold != nil)
                await database.close()
            }
        }
    }
}
