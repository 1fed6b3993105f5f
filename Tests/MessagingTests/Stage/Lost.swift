import Foundation
import MessagingLive
import Postgres
import TestSupport
import Threading

/// Counts what was swallowed.
final class Lost: Sendable {
    private let number = Locked(0)
    var count: Int { self.number.withLock { $0 } }
    func add() { self.number.withLock { $0 += 1 } }
}

extension Stage {
    /// Ends every other session of this test's database, as an administrator would.
    func killDatabaseConnections() async throws {
        let killer = Database(
            DatabaseConfiguration(conninfo: self.conninfo, poolSize: 1, applicationName: "killer"),
            logger: self.setup.logger)
        try await eventually("somebody to kill") {
            try await killer.transaction { tx in
                try tx.rows(
                    """
                    SELECT pg_terminate_backend(pid) AS done FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """
                ) { try $0.get("done", as: Bool.self) }.contains(true)
            }
        }
        await killer.close()
    }
}
