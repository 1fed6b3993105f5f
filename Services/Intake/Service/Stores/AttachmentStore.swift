import Contracts
import Foundation
import Postgres

/// Files of cases; their bytes stay here.
enum AttachmentStore {
    struct Stored: Sendable {
        var reference: AttachmentReference
        var caseID: CaseID
        var personID: PersonID
        var content: [UInt8]
    }

    static func insert(_ file: Stored, now: Date, in tx: Transaction) throws {
        let reference = file.reference
        try tx.execute(
            """
            INSERT INTO attachment (id, case_id, person_id, name, media_type, size, sha256, content, created_at)
            VALUES (\(reference.id.uuid), \(file.caseID.uuid), \(file.personID.uuid), \(reference.name),
                    \(reference.mediaType), \(reference.size), \(reference.sha256), \(file.content), \(now))
            """)
    }

    /// The files of a draft, without their bytes, in the order in which they came.
    ///
    /// - Parameter lock: keeps them from being removed until the transaction ends; for a submission.
    static func list(of id: CaseID, lock: Bool = false, in tx: Transaction) throws -> [AttachmentReference] {
        try tx.rows(
            """
            SELECT id, name, media_type, size, sha256 FROM attachment
             WHERE case_id = \(id.uuid) AND removed_at IS NULL ORDER BY created_at, id
             \(lock ? "FOR SHARE" : "" as SQL)
            """, self.reference)
    }

    /// A file, also one that was taken out of the draft after it had been submitted in a round.
    static func find(_ id: AttachmentID, in tx: Transaction) throws -> Stored? {
        try tx.first(
            """
            SELECT id, case_id, person_id, name, media_type, size, sha256, content FROM attachment
             WHERE id = \(id.uuid)
            """
        ) {
            Stored(
                reference: try self.reference($0), caseID: CaseID(try $0.get("case_id")),
                personID: PersonID(try $0.get("person_id")), content: try $0.get("content"))
        }
    }

    /// Takes a file out of the draft: with its bytes when no round was submitted with it, else only out of the next round.
    ///
    /// - Returns: `false` when the draft has no such file.
    static func remove(_ id: AttachmentID, of caseID: CaseID, now: Date, in tx: Transaction) throws -> Bool {
        // A submission that is under way keeps the row locked; the statements after this one see what it has submitted.
        let locked = try tx.first(
            """
            SELECT 1 FROM attachment
             WHERE id = \(id.uuid) AND case_id = \(caseID.uuid) AND removed_at IS NULL FOR UPDATE
            """
        ) { _ in true }
        guard locked == true else { return false }
        guard try SubmissionStore.isSubmitted(id, of: caseID, in: tx) else {
            return try tx.execute("DELETE FROM attachment WHERE id = \(id.uuid)") == 1
        }
        return try tx.execute(
            """
            UPDATE attachment SET removed_at = \(now)
             WHERE id = \(id.uuid) AND removed_at IS NULL
            """) == 1
    }

    private static func reference(_ row: Row) throws -> AttachmentReference {
        AttachmentReference(
            id: AttachmentID(try row.get("id")), name: try row.get("name"), mediaType: try row.get("media_type"),
            size: try row.get("size"), sha256: try row.get("sha256"))
    }
}
