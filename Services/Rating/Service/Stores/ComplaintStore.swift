import Contracts
import Crypto
import Foundation
import Postgres
import RatingDomain

/// What a complainant gets back, and later sees under the tracking code.
struct ComplaintReceipt: Hashable, Sendable {
    var id: ComplaintID
    var code: String
    var unit: UnitCode
    var channel: String
    var state: ComplaintState
    var filedAt: Date
    /// Whether this filing made it, or an earlier one under the same key.
    var isNew: Bool
}

/// Complaints.
enum ComplaintStore {
    /// Keeps a checked complaint once per sender and key.
    ///
    /// - Throws: a problem when the key was used for another complaint.
    static func file(
        _ complaint: FileComplaint, sender: String, id: ComplaintID, code: TrackingCode, now: Date, in tx: Transaction
    ) throws -> ComplaintReceipt {
        let digest = Array(SHA256.hash(data: try ContractJSON.encode(complaint)))
        let isAnonymous = complaint.complainantName == nil
        let isNew = try tx.execute(
            """
            INSERT INTO complaint
              (id, sender, idempotency_key, digest, tracking_code, unit, channel, channel_reference, case_number,
               content, is_anonymous, is_confidential, state, filed_at)
            VALUES (\(id.uuid), \(sender), \(complaint.idempotencyKey), \(digest), \(code.text),
                    \(complaint.unit.text), \(complaint.channel), \(complaint.channelReference),
                    \(complaint.caseNumber), \(complaint.text), \(isAnonymous), \(complaint.confidential),
                    \(ComplaintState.filed), \(now))
            ON CONFLICT (sender, idempotency_key) DO NOTHING
            """)
        if isNew == 1 {
            try tx.execute(
                """
                INSERT INTO complaint_state (complaint_id, state, since)
                VALUES (\(id.uuid), \(ComplaintState.filed), \(now))
                """)
            if complaint.complainantName != nil || complaint.complainantContact != nil {
                try tx.execute(
                    """
                    INSERT INTO complainant (complaint_id, name, contact)
                    VALUES (\(id.uuid), \(complaint.complainantName?.reveal()),
                            \(complaint.complainantContact?.reveal()))
                    """)
            }
        }
        let found = try tx.one(
            """
            SELECT \(self.columns), digest = \(digest) AS is_same FROM complaint
             WHERE sender = \(sender) AND idempotency_key = \(complaint.idempotencyKey)
            """
        ) { row in (receipt: try self.receipt(row, isNew: isNew == 1), isSame: try row.get("is_same", as: Bool.self)) }
        guard found.isSame else {
            throw Problem.conflict(
                "kunci-sudah-dipakai", "Kunci kiriman sudah dipakai",
                detail: "Kunci yang sama pernah dipakai untuk pengaduan lain. Pakai kunci baru.")
        }
        return found.receipt
    }

    /// The complaint with this code.
    static func find(_ code: TrackingCode, in tx: Transaction) throws -> ComplaintReceipt? {
        try tx.first("SELECT \(self.columns) FROM complaint WHERE tracking_code = \(code.text)") {
            try self.receipt($0, isNew: false)
        }
    }

    /// Its states so far, oldest first.
    static func history(of id: ComplaintID, in tx: Transaction) throws -> [(state: ComplaintState, since: Date)] {
        try tx.rows("SELECT state, since FROM complaint_state WHERE complaint_id = \(id.uuid) ORDER BY since") { row in
            (state: try row.get("state"), since: try row.get("since"))
        }
    }

    private static let columns: SQL = "id, tracking_code, unit, channel, state, filed_at"

    private static func receipt(_ row: Row, isNew: Bool) throws -> ComplaintReceipt {
        ComplaintReceipt(
            id: ComplaintID(try row.get("id")), code: try row.get("tracking_code"),
            unit: UnitCode(try row.get("unit", as: String.self)) ?? .headquarters, channel: try row.get("channel"),
            state: try row.get("state"), filedAt: try row.get("filed_at"), isNew: isNew)
    }
}
