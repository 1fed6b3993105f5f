import Contracts
import Foundation
import Postgres
import ReviewDomain

/// What the public may know of an issued letter.
struct IssuedLetter: Sendable {
    let letterNumber: String
    let recommendationNumber: String?
    let outcome: LetterOutcome
    let verificationCode: String
    let sha256: String
    let issuedAt: Date
    let unit: UnitCode
    let unitName: String?
    let signerOffice: String
    let title: String
    let institution: String
    let year: Int
}

/// Finds issued letters by what the public holds of them.
enum VerificationStore {
    /// By the code under the letter.
    static func letter(code: String, in tx: Transaction) throws -> IssuedLetter? {
        try tx.first(self.selection + "WHERE l.verification_code = \(code)", self.letter)
    }

    /// By the fingerprint of the file.
    static func letter(sha256: String, in tx: Transaction) throws -> IssuedLetter? {
        try tx.first(self.selection + "WHERE l.sha256 = \(sha256)", self.letter)
    }

    private static let selection: SQL = """
        SELECT l.letter_number, l.recommendation_number, l.outcome, l.verification_code, l.sha256, l.signed_at,
            l.unit, u.content->>'name' AS unit_name, l.signer_office, c.title, c.institution, c.year
        FROM letter l JOIN review_case c ON c.id = l.case_id LEFT JOIN unit_copy u ON u.code = l.unit

        """

    private static func letter(_ row: Row) throws -> IssuedLetter {
        IssuedLetter(
            letterNumber: try row.get("letter_number"), recommendationNumber: try row.get("recommendation_number"),
            outcome: try Stored.word(row, "outcome"), verificationCode: try row.get("verification_code"),
            sha256: try row.get("sha256"), issuedAt: try row.get("signed_at"), unit: try Stored.unit(row, "unit"),
            unitName: try row.get("unit_name"), signerOffice: try row.get("signer_office"),
            title: try row.get("title"), institution: try row.get("institution"), year: try row.get("year"))
    }
}
