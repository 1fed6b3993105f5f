import Contracts
import Foundation
import Postgres

/// Requests for one-time links; what makes a link valid is its row, and nothing in the row is secret.
enum ContactProofStore {
    struct Proof: Sendable {
        var id: ContactProofID
        var personID: PersonID
        var purpose: ContactProofRequested.Purpose
        /// The address as it stood in the account.
        var email: String
        var requestedAt: Date
        var expiresAt: Date
        var usedAt: Date?

        /// Whether the link still proves the address of this account.
        func isGood(for account: Account, now: Date) -> Bool {
            self.usedAt == nil && now < self.expiresAt && self.personID == account.personID
                && self.email == account.email
        }
    }

    static func insert(_ proof: Proof, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO contact_proof (id, person_id, purpose, email, requested_at, expires_at)
            VALUES (\(proof.id.uuid), \(proof.personID.uuid), \(proof.purpose.rawValue), \(proof.email),
                    \(proof.requestedAt), \(proof.expiresAt))
            """)
    }

    /// - Parameter lock: makes others who want to use the same link wait until the transaction ends.
    static func find(
        _ id: ContactProofID, _ purpose: ContactProofRequested.Purpose, lock: Bool = false, in tx: Transaction
    ) throws -> Proof? {
        let locking: SQL = lock ? "FOR UPDATE" : ""
        return try tx.first(
            """
            SELECT person_id, email, requested_at, expires_at, used_at FROM contact_proof
             WHERE id = \(id.uuid) AND purpose = \(purpose.rawValue) \(locking)
            """
        ) { row in
            Proof(
                id: id, personID: PersonID(try row.get("person_id")), purpose: purpose, email: try row.get("email"),
                requestedAt: try row.get("requested_at"), expiresAt: try row.get("expires_at"),
                usedAt: try row.get("used_at"))
        }
    }

    static func count(
        of person: PersonID, _ purpose: ContactProofRequested.Purpose, since: Date, in tx: Transaction
    ) throws -> Int {
        try tx.one(
            """
            SELECT count(*)::integer AS n FROM contact_proof
             WHERE person_id = \(person.uuid) AND purpose = \(purpose.rawValue) AND requested_at > \(since)
            """
        ) { try $0.get("n") }
    }

    /// With one link of a person used, the others for the same purpose have no effect any more.
    static func use(allOf person: PersonID, _ purpose: ContactProofRequested.Purpose, now: Date, in tx: Transaction)
        throws
    {
        try tx.execute(
            """
            UPDATE contact_proof SET used_at = \(now)
             WHERE person_id = \(person.uuid) AND purpose = \(purpose.rawValue) AND used_at IS NULL
            """)
    }

    static func forget(expiredBefore: Date, in tx: Transaction) throws {
        try tx.execute("DELETE FROM contact_proof WHERE expires_at < \(expiredBefore)")
    }
}
