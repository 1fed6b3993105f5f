import Contracts
import Foundation
import Postgres
import RatingDomain
import Satisfaction

/// A case as the rating page shows it.
struct RatedCase: Sendable {
    var number: String?
    var unit: UnitCode?
    var title: String?
    var institution: String?
    var completedAt: Date?
    var rating: CaseRating
    var lastScore: Score?
    var lastComment: Personal<String>?
}

/// Cases and their ratings.
enum RatedCaseStore {
    /// Keeps what the opening says.
    static func keep(_ event: CaseOpened, in tx: Transaction) throws {
        try self.describe(
            event.caseId, number: event.caseNumber, unit: event.unit, title: event.title,
            institution: event.institution, in: tx)
    }

    /// Keeps the outcome.
    static func keep(
        _ caseID: CaseID, outcome: LetterOutcome, at moment: Date, number: String, unit: UnitCode, title: String,
        institution: String, in tx: Transaction
    ) throws {
        try self.describe(
            caseID, number: number, unit: unit, title: title, institution: institution, in: tx)
        try tx.enqueue(
            """
            UPDATE rated_case SET outcome = \(outcome), decided_at = \(moment) WHERE case_id = \(caseID.uuid)
            """)
    }

    /// Opens the invitation.
    static func deliver(_ caseID: CaseID, at moment: Date, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO rated_case (case_id, delivered_at) VALUES (\(caseID.uuid), \(moment))
            ON CONFLICT (case_id) DO UPDATE
               SET delivered_at = COALESCE(rated_case.delivered_at, excluded.delivered_at)
            """)
    }

    /// Lets officers see the rating.
    static func complete(_ caseID: CaseID, at moment: Date, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO rated_case (case_id, completed_at) VALUES (\(caseID.uuid), \(moment))
            ON CONFLICT (case_id) DO UPDATE
               SET completed_at = COALESCE(rated_case.completed_at, excluded.completed_at)
            """)
    }

    /// The case with its last answer.
    ///
    /// - Parameter lock: whether the row is to be held until the transaction ends, so that answers come one by one.
    static func find(_ caseID: CaseID, lock: Bool, in tx: Transaction) throws -> RatedCase? {
        let found = try tx.first(
            "SELECT * FROM rated_case WHERE case_id = \(caseID.uuid) \(lock ? Self.forUpdate : Self.nothing)"
        ) { row in
            RatedCase(
                number: try row.get("case_number"), unit: try row.get("unit", as: String?.self).flatMap(UnitCode.init),
                title: try row.get("title"), institution: try row.get("institution"),
                completedAt: try row.get("completed_at"),
                rating: CaseRating(
                    deliveredAt: try row.get("delivered_at"), firstAnswerAt: try row.get("first_answer_at"),
                    version: try row.get("answers")))
        }
        guard var found else { return nil }
        let last = try tx.first(
            "SELECT score, comment FROM rating_answer WHERE case_id = \(caseID.uuid) ORDER BY version DESC LIMIT 1"
        ) { row in (try row.get("score", as: Int.self), try row.get("comment", as: String?.self)) }
        found.lastScore = last.flatMap { Score($0.0) }
        found.lastComment = last?.1.map(Personal.init)
        return found
    }

    /// Keeps one answer with the version that the domain gave it.
    static func append(
        _ caseID: CaseID, version: Int, score: Score, comment: RatingComment?, rating: CaseRating, now: Date,
        in tx: Transaction
    ) throws {
        try tx.enqueue(
            """
            UPDATE rated_case SET answers = \(version), first_answer_at = \(rating.firstAnswerAt)
             WHERE case_id = \(caseID.uuid)
            """)
        try tx.enqueue(
            """
            INSERT INTO rating_answer (case_id, version, score, comment, given_at)
            VALUES (\(caseID.uuid), \(version), \(score.value), \(comment?.text.reveal()), \(now))
            """)
    }

    private static let forUpdate: SQL = "FOR UPDATE"
    private static let nothing: SQL = ""

    private static func describe(
        _ caseID: CaseID, number: String, unit: UnitCode, title: String, institution: String, in tx: Transaction
    ) throws {
        try tx.enqueue(
            """
            INSERT INTO rated_case (case_id, case_number, unit, title, institution)
            VALUES (\(caseID.uuid), \(number), \(unit.text), \(title), \(institution))
            ON CONFLICT (case_id) DO UPDATE
               SET case_number = excluded.case_number, unit = excluded.unit, title = excluded.title,
                   institution = excluded.institution
            """)
    }
}
