import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("What the server promises a session")
struct SessionPromisesTests {
    @Test("Whatever role, database and connection string say, a commit waits for the disk and the limits hold")
    func enforced() async throws {
        try await TestDatabase.withConninfo { conninfo in
            var given = try Conninfo(conninfo)
            let name = try #require(given["dbname"])
            try await Maintenance.execute(
                [
                    "ALTER DATABASE \(identifier: name) SET synchronous_commit = off",
                    "ALTER DATABASE \(identifier: name) SET statement_timeout = 0",
                ], conninfo: conninfo)
            given["options"] = "-c synchronous_commit=off -c idle_in_transaction_session_timeout=0"
            let database = Database(
                DatabaseConfiguration(
                    conninfo: given.text, poolSize: 1, statementTimeout: .seconds(4),
                    idleInTransactionTimeout: .seconds(9)), logger: Logger(label: "test"))
            let promises = try await database.read { try SessionPromises.read(in: $0) }
            await database.close()
            #expect(promises.synchronousCommit == "on")
            #expect(promises.statementTimeout == .seconds(4))
            #expect(promises.idleInTransactionTimeout == .seconds(9))
            #expect(promises.broken.isEmpty)
            #expect(promises.doubtful.contains { $0.contains("superuser") })
        }
    }

    @Test("Each missing promise is a sentence, and what is only doubtful stops nobody")
    func broken() {
        let bad = SessionPromises(
            synchronousCommit: "off", statementTimeout: .zero, idleInTransactionTimeout: .zero, isSynced: false,
            isSuperuser: true, ownedRelations: 3)
        #expect(bad.broken.count == 3)
        #expect(bad.broken[0].contains("synchronous_commit is off"))
        #expect(bad.doubtful.count == 3)
        let good = SessionPromises(
            synchronousCommit: "remote_apply", statementTimeout: .seconds(5), idleInTransactionTimeout: .seconds(10),
            isSynced: true, isSuperuser: false, ownedRelations: 0)
        #expect(good.broken.isEmpty && good.doubtful.isEmpty)
        for weak in ["local", "remote_write"] {
            let session = SessionPromises(
                synchronousCommit: weak, statementTimeout: .seconds(5), idleInTransactionTimeout: .seconds(10),
                isSynced: true, isSuperuser: false, ownedRelations: 0)
            #expect(!session.broken.isEmpty, "\(weak)")
        }
    }
}
