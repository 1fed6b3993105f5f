import Contracts
import Foundation
import Postgres

/// Keys of submissions. Whoever comes second waits for the first, and then finds its case.
enum IdempotencyStore {
    struct Claim: Sendable {
        var caseID: CaseID
        var contentHash: [UInt8]
    }

    /// - Returns: `nil` when the key is now ours; else what it was used for before.
    static func claim(
        scope: String, key: String, contentHash: [UInt8], caseID: CaseID, now: Date, in tx: Transaction
    ) throws -> Claim? {
        let inserted = try tx.execute(
            """
            INSERT INTO idempotency (scope, key, content_hash, case_id, created_at)
            VALUES (\(scope), \(key), \(contentHash), \(caseID.uuid), \(now)) ON CONFLICT DO NOTHING
            """)
        if inserted == 1 { return nil }
        return try tx.one("SELECT case_id, content_hash FROM idempotency WHERE scope = \(scope) AND key = \(key)") {
            Claim(caseID: CaseID(try $0.get("case_id")), contentHash: try $0.get("content_hash"))
        }
    }
}
