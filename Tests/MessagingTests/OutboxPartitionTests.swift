import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import MessagingLive

@Suite("The outbox's partitions")
struct OutboxPartitionTests {
    /// Tries to drop, with the first partition's rows of the given age, the cursor and the reconciliation where they are said
    /// to be, and tells how many partitions went.
    private func dropped(
        age: String = "40 days", relayed: Bool = true, reconciled: [String] = ["5000000"], stuck: Bool = false,
        drift: Int = 0, resend: Bool = false
    ) async throws -> Int {
        try await Stage.with(.memory) { stage in
            try await stage.database.transaction { tx in
                // The range of the first rows lies far below the present one only in a cluster that is four million
                // transactions old; here it is made by hand.
                try tx.execute("DROP TABLE IF EXISTS outbox_0")
                try tx.execute("CREATE TABLE outbox_0 PARTITION OF outbox FOR VALUES FROM ('0') TO ('4194304')")
                try tx.execute(
                    """
                    INSERT INTO outbox (xid, message_id, exchange, routing_key, mandatory, type, subject, source, time,
                                        seconds, body, created_at)
                    VALUES ('5', gen_random_uuid(), 'e', 'k', FALSE, 't', 's', 'test', '', 0, '',
                            now() - \(age)::text::interval)
                    """)
                let lo = relayed ? "5000000:5000000:" : "100:5000000:100"
                try tx.execute(
                    "UPDATE outbox_cursor SET lo = \(lo)::pg_snapshot, hi = '5000001:5000001:'::pg_snapshot")
                for (number, place) in reconciled.enumerated() {
                    try tx.execute(
                        """
                        INSERT INTO reconciliation (consumer, state, due_at, reconciled_xid, drift)
                        VALUES (\("c\(number)"), '{}', now(), \(place)::text::xid8, \(drift))
                        """
                    )
                }
                if stuck {
                    try tx.execute(
                        """
                        INSERT INTO outbox_stuck SELECT id, 'l', 'nacked', 1, now(), now() FROM outbox WHERE xid = '5'
                        """)
                }
                if resend {
                    try tx.execute(
                        "INSERT INTO outbox_resend (xid, id, requested_at) SELECT xid, id, now() FROM outbox WHERE xid = '5'"
                    )
                }
                return try tx.one("SELECT outbox_drop_partitions()") { try $0.get(0) }
            }
        }
    }

    @Test("A partition goes when it is published, has arrived everywhere and is older than the kept time")
    func goes() async throws {
        #expect(try await self.dropped() == 1)
    }

    @Test("It stays while any one of these is missing")
    func stays() async throws {
        #expect(try await self.dropped(age: "34 days") == 0)
        #expect(try await self.dropped(relayed: false) == 0)
        #expect(try await self.dropped(reconciled: []) == 0)
        #expect(try await self.dropped(reconciled: ["5000000", "0"]) == 0)
        #expect(try await self.dropped(stuck: true) == 0)
        #expect(try await self.dropped(drift: 1) == 0)
        #expect(try await self.dropped(resend: true) == 0)
    }

    @Test("Partitions are made ahead, and made again when one is missing; what came too early is shown")
    func ahead() async throws {
        try await Stage.with(.memory) { stage in
            try await stage.database.transaction { tx in
                let names = try tx.rows(
                    "SELECT relname::text FROM pg_class WHERE relname ~ '^outbox_[0-9]+$' ORDER BY oid"
                ) { try $0.get(0, as: String.self) }
                #expect(names.count == 3)
                try tx.execute("DROP TABLE \(identifier: names[2])")
                let made = try tx.one("SELECT outbox_make_partitions()") { try $0.get(0, as: Int.self) }
                let again = try tx.one("SELECT outbox_make_partitions()") { try $0.get(0, as: Int.self) }
                #expect(made == 1 && again == 0)
                // A number that no partition holds.
                try tx.execute(
                    """
                    INSERT INTO outbox (xid, message_id, exchange, routing_key, mandatory, type, subject, source, time,
                                        seconds, body)
                    VALUES ('9000000000000', gen_random_uuid(), 'e', 'k', FALSE, 't', 's', 'test', '', 0, '')
                    """)
                let outside = try tx.one("SELECT count(*) FROM outbox_default") { try $0.get(0, as: Int.self) }
                #expect(outside == 1)
            }
        }
    }

    @Test("The service's role can let the functions look, and can neither make nor drop a partition itself")
    func rights() async throws {
        try await TestDatabase.withConninfo { conninfo in
            let role = "runtime_" + UUID().uuidString.lowercased().replacing("-", with: "")
            let password = UUID().uuidString
            var configuration = DatabaseConfiguration(conninfo: conninfo, poolSize: 1)
            let owner = Database(configuration, logger: Logger(label: "test.partitions"))
            try await owner.transaction { tx in
                _ = try tx.execute("CREATE ROLE \(identifier: role) LOGIN PASSWORD '\(unsafeRaw: password)'")
            }
            _ = try await Migrator.apply(MessagingSchema.migrations, conninfo: conninfo, runtimeRole: role)
            var own = try Conninfo(conninfo)
            own["user"] = role
            own["password"] = password
            configuration.conninfo = own.text
            let runtime = Database(configuration, logger: Logger(label: "test.partitions"))
            let allowed: Result<Void, any Error>
            do {
                try await runtime.transaction { tx in
                    _ = try tx.execute("SELECT outbox_make_partitions(), outbox_drop_partitions()")
                    try InboxStore.keep(at: Date(), tx)
                }
                allowed = .success(())
            } catch {
                allowed = .failure(error)
            }
            for forbidden: SQL in [
                "DROP TABLE outbox_default", "ALTER TABLE outbox DETACH PARTITION outbox_default", "TRUNCATE outbox",
                "DELETE FROM outbox_default", "DELETE FROM outbox_rebuild",
                "UPDATE outbox_retention SET keep = interval '8 days'",
                // What the inbox remembers for how long is the owner's, too.
                "UPDATE inbox_retention SET keep_days = 36", "DELETE FROM inbox_retention",
                "SELECT inbox_keep(now(), 35)", "SELECT command_reply_keep(now(), 35)", "DROP TABLE inbox_rest",
                "CREATE TABLE outbox_77 PARTITION OF outbox FOR VALUES FROM ('990000000') TO ('990000001')",
            ] {
                let error = await #expect(throws: PostgresError.self, "\(forbidden.text)") {
                    try await runtime.transaction { tx in _ = try tx.execute(forbidden) }
                }
                // A name that does not exist is forbidden to nobody.
                #expect(error?.sqlState == .insufficientPrivilege, "\(forbidden.text)")
            }
            await runtime.close()
            try await owner.transaction { tx in
                _ = try tx.execute("DROP OWNED BY \(identifier: role)")
                _ = try tx.execute("DROP ROLE \(identifier: role)")
            }
            await owner.close()
            try allowed.get()
        }
    }
}
