import Contracts
import Foundation
import Postgres
import ReviewDomain

/// Letters: drafts with the content that approval freezes, and issued documents.
enum LetterStore {
    /// The exact content that a letter is rendered from.
    struct Content {
        /// JSON of the document, byte for byte as it was drafted.
        let json: [UInt8]
        /// See ``LetterTemplate/version``.
        let templateVersion: String
    }

    /// Keeps a draft, in place of an earlier one.
    static func saveDraft(_ letter: Letter, _ content: Content, of subject: Case, in tx: Transaction) throws {
        let updated = try tx.execute(
            """
            UPDATE letter SET
                outcome = \(letter.outcome), advice = \(letter.advice), reasons = \(letter.reasons),
                content = \(content.json), template_version = \(content.templateVersion),
                last_edited_by = \(letter.lastEditedBy.personId.uuid),
                last_edited_by_name = \(letter.lastEditedBy.name), last_edited_at = \(letter.lastEditedAt)
            WHERE id = \(letter.id.uuid)
            """)
        guard updated == 0 else { return }
        try tx.execute(
            """
            INSERT INTO letter (
                id, case_id, unit, outcome, advice, reasons, content, template_version, drafted_by, drafted_by_name,
                drafted_at, last_edited_by, last_edited_by_name, last_edited_at)
            VALUES (
                \(letter.id.uuid), \(subject.id.uuid), \(subject.unit.text), \(letter.outcome), \(letter.advice),
                \(letter.reasons), \(content.json), \(content.templateVersion), \(letter.draftedBy.personId.uuid),
                \(letter.draftedBy.name), \(letter.draftedAt), \(letter.lastEditedBy.personId.uuid),
                \(letter.lastEditedBy.name), \(letter.lastEditedAt))
            """)
    }

    /// Keeps the act of signing and the document.
    static func sign(_ letter: LetterID, _ issue: LetterIssue, pdf: [UInt8], in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE letter SET
                signed_by = \(issue.signedBy.personId.uuid), signed_by_name = \(issue.signedBy.name),
                signed_at = \(issue.at), signer_office = \(issue.signerOffice),
                letter_number = \(issue.letterNumber), recommendation_number = \(issue.recommendationNumber),
                verification_code = \(issue.verificationCode), sha256 = \(issue.sha256), size = \(issue.size)
            WHERE id = \(letter.uuid)
            """)
        try tx.execute("INSERT INTO letter_file (letter_id, pdf) VALUES (\(letter.uuid), \(pdf))")
    }

    /// The letter of a case; `nil` before the first draft.
    static func find(of subject: CaseID, in tx: Transaction) throws -> Letter? {
        try tx.first(
            """
            SELECT id, unit, outcome, advice, reasons, drafted_by, drafted_by_name, drafted_at, last_edited_by,
                last_edited_by_name, last_edited_at, signed_by, signed_by_name, signed_at, signer_office,
                letter_number, recommendation_number, verification_code, sha256, size
            FROM letter WHERE case_id = \(subject.uuid)
            """, Self.letter)
    }

    /// The content that a letter is rendered from.
    static func content(of letter: LetterID, in tx: Transaction) throws -> Content {
        try tx.one("SELECT content, template_version FROM letter WHERE id = \(letter.uuid)") { row in
            Content(json: try row.get("content"), templateVersion: try row.get("template_version"))
        }
    }

    /// An issued document and who may read it; `nil` when there is none.
    static func document(_ letter: LetterID, in tx: Transaction) throws -> IssuedDocument? {
        try tx.first(
            """
            SELECT f.pdf, l.letter_number, c.unit, c.applicant_id
            FROM letter l JOIN letter_file f ON f.letter_id = l.id JOIN review_case c ON c.id = l.case_id
            WHERE l.id = \(letter.uuid)
            """
        ) { row in
            IssuedDocument(
                pdf: try row.get("pdf"), letterNumber: try row.get("letter_number"),
                unit: try Stored.unit(row, "unit"),
                applicant: PersonID(try row.get("applicant_id", as: UUID.self)))
        }
    }

    /// An issued PDF with its readers.
    struct IssuedDocument: Sendable {
        let pdf: [UInt8]
        let letterNumber: String
        let unit: UnitCode
        let applicant: PersonID
    }

    private static func letter(_ row: Row) throws -> Letter {
        let unit = try Stored.unit(row, "unit")
        func actor(_ prefix: String) throws -> Actor {
            Actor(
                personId: PersonID(try row.get(prefix, as: UUID.self)), name: try row.get("\(prefix)_name"), unit: unit)
        }
        var issue: LetterIssue?
        if try row.get("signed_by", as: UUID?.self) != nil {
            issue = LetterIssue(
                letterNumber: try row.get("letter_number"),
                recommendationNumber: try row.get("recommendation_number"),
                verificationCode: try row.get("verification_code"), sha256: try row.get("sha256"),
                size: try row.get("size"), at: try row.get("signed_at"), signedBy: try actor("signed_by"),
                signerOffice: try row.get("signer_office"))
        }
        return Letter(
            id: LetterID(try row.get("id", as: UUID.self)), outcome: try Stored.word(row, "outcome"),
            advice: try row.get("advice"), reasons: try row.get("reasons"), draftedBy: try actor("drafted_by"),
            draftedAt: try row.get("drafted_at"), lastEditedBy: try actor("last_edited_by"),
            lastEditedAt: try row.get("last_edited_at"), issue: issue)
    }
}
