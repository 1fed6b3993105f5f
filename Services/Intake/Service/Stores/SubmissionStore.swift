import Contracts
import Foundation
import Postgres

/// Submissions with the form of every round.
enum SubmissionStore {
    enum Source: String, Sendable { case page, api, amqp }

    struct Submission: Sendable {
        var caseID: CaseID
        var number: String
        var personID: PersonID
        var unit: UnitCode
        var standard: String
        var title: String
        var year: Int
        var institution: String
        var regions: [UnitCode]
        var source: Source
        var round: Int
        var firstSubmittedAt: Date
        var submittedAt: Date
    }

    struct Version: Sendable {
        var form: FormContent
        var attachments: [AttachmentReference]
        var submittedAt: Date
    }

    static func insert(_ submission: Submission, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO submission (case_id, number, person_id, unit, standard, title, year, institution, regions,
                                    source, round, first_submitted_at, submitted_at)
            VALUES (\(submission.caseID.uuid), \(submission.number), \(submission.personID.uuid),
                    \(submission.unit.text), \(submission.standard), \(submission.title), \(submission.year),
                    \(submission.institution), \(submission.regions.map(\.text)), \(submission.source.rawValue),
                    \(submission.round), \(submission.firstSubmittedAt), \(submission.submittedAt))
            """)
    }

    /// The next round: what the form says may have changed; unit, number and standard stay.
    static func update(_ submission: Submission, in tx: Transaction) throws {
        try tx.enqueue(
            """
            UPDATE submission SET title = \(submission.title), year = \(submission.year),
                   institution = \(submission.institution), regions = \(submission.regions.map(\.text)),
                   round = \(submission.round), submitted_at = \(submission.submittedAt)
             WHERE case_id = \(submission.caseID.uuid)
            """)
    }

    static func insert(
        _ form: EncodedForm, attachments: [AttachmentReference], at time: Date, of id: CaseID, round: Int,
        in tx: Transaction
    ) throws {
        try tx.enqueue(
            """
            INSERT INTO submission_version (case_id, round, form, attachments, submitted_at)
            VALUES (\(id.uuid), \(round), \(JSONB(form.json)), \(try JSONB.json(attachments)), \(time))
            """)
    }

    static func find(_ id: CaseID, lock: Bool = false, in tx: Transaction) throws -> Submission? {
        try tx.first(
            "SELECT * FROM submission WHERE case_id = \(id.uuid) \(lock ? "FOR UPDATE" : "" as SQL)", self.submission)
    }

    static func version(of id: CaseID, round: Int, in tx: Transaction) throws -> Version? {
        try tx.first(
            """
            SELECT form, attachments, submitted_at FROM submission_version
             WHERE case_id = \(id.uuid) AND round = \(round)
            """
        ) {
            Version(
                form: try $0.get("form", as: JSONB.self).decode(),
                attachments: try $0.get("attachments", as: JSONB.self).decode(), submittedAt: try $0.get("submitted_at")
            )
        }
    }

    /// The version of the questionnaire that a round's form answers; `nil` when there is no such round.
    static func formVersion(of id: CaseID, round: Int, in tx: Transaction) throws -> Int? {
        try tx.first(
            """
            SELECT (form->>'version')::integer AS version FROM submission_version
             WHERE case_id = \(id.uuid) AND round = \(round)
            """
        ) { try $0.get("version") }
    }

    /// Whether a file was part of any round.
    static func isSubmitted(_ file: AttachmentID, of id: CaseID, in tx: Transaction) throws -> Bool {
        let pattern = try JSONB.json([["id": file.description]])
        return try tx.one(
            """
            SELECT EXISTS (SELECT 1 FROM submission_version
                            WHERE case_id = \(id.uuid) AND attachments @> \(pattern)) AS found
            """
        ) { try $0.get("found") }
    }

    private static func submission(_ row: Row) throws -> Submission {
        Submission(
            caseID: CaseID(try row.get("case_id")), number: try row.get("number"),
            personID: PersonID(try row.get("person_id")), unit: try UnitCode.stored(row.get("unit")),
            standard: try row.get("standard"), title: try row.get("title"), year: try row.get("year"),
            institution: try row.get("institution"),
            regions: try row.get("regions", as: [String].self).map(UnitCode.stored),
            source: try row.get("source"), round: try row.get("round"),
            firstSubmittedAt: try row.get("first_submitted_at"), submittedAt: try row.get("submitted_at"))
    }
}

extension UnitCode {
    /// A code that a row holds. Another text there is damage, not input.
    static func stored(_ text: String) throws -> UnitCode {
        guard let code = UnitCode(text) else { throw StoredValueFault(column: "unit") }
        return code
    }
}

/// A row holds a value that Intake can never have written.
struct StoredValueFault: Error, CustomStringConvertible {
    let column: String
    var description: String { "a stored value of \(self.column) has the wrong shape" }
}
