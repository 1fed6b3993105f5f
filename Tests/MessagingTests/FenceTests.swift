import Foundation
import Messaging
import MessagingLive
import Postgres
import TestSupport
import Testing

@Suite("A relay that was replaced")
struct FenceTests {
    private func epoch(_ stage: Stage) async throws -> Int64 {
        try await stage.database.read { tx in
            try tx.one("SELECT epoch FROM outbox_cursor WHERE relay = 'main'") { try $0.get(0) }
        }
    }

    @Test("Notices when it writes down how far it is, and does not go on under its old epoch")
    func fenced() async throws {
        try await Stage.with(.memory) { stage in
            var configuration = stage.relayConfiguration
            configuration.poolSize = 1
            let relay = Relay(
                stage.setup, database: Database(configuration, logger: stage.setup.logger), broker: stage.broker)
            let collector = Collector(stage.broker, queue: "test.events")
            try await running({ try await relay.run() }) {
                try await running({ try await collector.run() }) {
                    try await stage.append("before")
                    try await eventually("one message") { collector.deliveries.count >= 1 }
                    // As a second relay does that has taken over while this one was stopped.
                    let replaced = try await stage.database.transaction { tx in
                        try tx.one(
                            "UPDATE outbox_cursor SET epoch = epoch + 1 WHERE relay = 'main' RETURNING epoch"
                        ) { try $0.get(0, as: Int64.self) }
                    }
                    try await stage.append("after")
                    try await eventually("a take-over of its own") { try await self.epoch(stage) > replaced }
                    try await eventually("an empty outbox") { try await stage.statistics().outboxDepth == 0 }
                }
            }
        }
    }
}
