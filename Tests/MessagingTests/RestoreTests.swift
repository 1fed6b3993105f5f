import Messaging
import Postgres
import TestSupport
import Testing

@testable import MessagingLive

@Suite("A restored database")
struct RestoreTests {
    private func isRefused(_ stage: Stage) async throws -> Bool {
        let database = Database(stage.relayConfiguration, logger: stage.setup.logger)
        let result: Result<Bool, any Error>
        do {
            result = .success(try await database.transaction { tx in try RelayStore.takeOver(tx) } == nil)
        } catch is RelayStore.Rewound {
            result = .success(true)
        } catch {
            result = .failure(error)
        }
        await database.close()
        return try result.get()
    }

    @Test(
        "The relay refuses a cursor of another server, and one of a later moment, also when a writer was open then",
        arguments: [
            "cluster = cluster + 1", "hi = '9000000000000:9000000000000:'",
            "hi = '1:9000000000000:1,9000000000'",
        ])
    func refuses(change: String) async throws {
        try await Stage.with(.memory) { stage in
            #expect(try await !self.isRefused(stage))
            try await stage.database.transaction { tx in
                _ = try tx.execute("UPDATE outbox_cursor SET \(unsafeRaw: change)")
            }
            #expect(try await self.isRefused(stage))
        }
    }

    @Test("After the owner has rebased it everything kept is published again, and has its effect once")
    func rebase() async throws {
        try await Stage.with(.memory) { stage in
            let tap = Collector(stage.broker, queue: "tap")
            try await running({ try await tap.run() }) {
                try await stage.live {
                    for number in 1...30 { try await stage.append("\(number)", subject: "s\(number % 3)") }
                    try await eventually { try await stage.effects().count == 30 }
                }
                // What a restore elsewhere leaves: numbers that mean nothing here, of which some lie in the future.
                try await stage.database.transaction { tx in
                    try tx.execute("UPDATE outbox SET xid = '9000000000000' WHERE id % 2 = 0")
                    try tx.execute("UPDATE outbox_cursor SET cluster = 1")
                }
                try await stage.append("31", subject: "s1")
                #expect(try await self.isRefused(stage))
                let moved = try await stage.database.transaction { tx in
                    try tx.one("SELECT outbox_rebase()") { try $0.get(0, as: Int.self) }
                }
                #expect(moved == 31)
                try await stage.live {
                    try await eventually { try await stage.effects().count == 31 }
                    try await eventually {
                        tap.deliveries.filter { $0.exchange == ExchangeName.events }.count == 61
                    }
                }
            }
            for subject in 0..<3 {
                let wanted = (1...31).filter { $0 % 3 == subject }.map { "\($0)" }
                #expect(try await stage.effects(subject: "s\(subject)") == wanted)
            }
        }
    }

    @Test("Rebasing is for the owner, and comes first in its transaction")
    func first() async throws {
        try await Stage.with(.memory) { stage in
            await #expect(throws: PostgresError.self) {
                try await stage.database.transaction { tx in
                    _ = try tx.execute("SELECT pg_current_xact_id()")
                    _ = try tx.execute("SELECT outbox_rebase()")
                }
            }
            let isPublic = try await stage.database.read { tx in
                try tx.one(
                    """
                    SELECT EXISTS (SELECT FROM pg_proc p, aclexplode(p.proacl) a
                                    WHERE p.proname = 'outbox_rebase' AND a.grantee <> p.proowner)
                        OR (SELECT proacl IS NULL FROM pg_proc WHERE proname = 'outbox_rebase')
                    """
                ) { try $0.get(0, as: Bool.self) }
            }
            #expect(!isPublic)
        }
    }
}
