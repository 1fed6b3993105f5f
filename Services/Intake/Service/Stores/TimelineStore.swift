import Contracts
import Foundation
import IntakeDomain
import Postgres

/// What happened to a case, for its applicant; one row per message.
enum TimelineStore {
    static func insert(_ fact: TimelineFact, of id: CaseID, message: MessageID, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO timeline (case_id, message_id, at, fact)
            VALUES (\(id.uuid), \(message.uuid), \(fact.at), \(try JSONB.json(fact))) ON CONFLICT DO NOTHING
            """)
    }

    /// Oldest first.
    static func list(of id: CaseID, in tx: Transaction) throws -> [TimelineFact] {
        try tx.rows("SELECT fact FROM timeline WHERE case_id = \(id.uuid) ORDER BY at, message_id") {
            try $0.get("fact", as: JSONB.self).decode()
        }
    }
}
