import Contracts
import Foundation
import IntakeDomain
import Postgres

/// Where a case stands, as the messages of others have told.
enum MirrorStore {
    struct Mirror: Sendable {
        var standing: CaseStanding
        var dueOn: Day?
        var remarks: [Remark] = []
        var remarksNote: String?
        var remarksRound: Int?
        var answerBy: Day?
        var letterID: LetterID?
        var letterNumber: String?
        var recommendationNumber: String?
        var verificationCode: String?
        var reasons: [String] = []
        var decidedAt: Date?
        var deliveredAt: Date?
        var ratingScore: Int?
    }

    static func insert(_ mirror: Mirror, of id: CaseID, now: Date, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO case_mirror (case_id, round, stage, updated_at)
            VALUES (\(id.uuid), \(mirror.standing.round), \(mirror.standing.stage.rawValue), \(now))
            """)
    }

    static func find(_ id: CaseID, lock: Bool = false, in tx: Transaction) throws -> Mirror? {
        try tx.first(
            """
            SELECT *, due_on::text AS due_text, answer_by::text AS answer_text FROM case_mirror
             WHERE case_id = \(id.uuid) \(lock ? "FOR UPDATE" : "" as SQL)
            """, self.mirror)
    }

    static func update(_ mirror: Mirror, of id: CaseID, now: Date, in tx: Transaction) throws {
        try tx.enqueue(
            """
            UPDATE case_mirror SET round = \(mirror.standing.round), stage = \(mirror.standing.stage.rawValue),
                   due_on = \(mirror.dueOn?.description)::text::date, remarks = \(try JSONB.json(mirror.remarks)),
                   remarks_note = \(mirror.remarksNote), remarks_round = \(mirror.remarksRound),
                   answer_by = \(mirror.answerBy?.description)::text::date, letter_id = \(mirror.letterID?.uuid),
                   letter_number = \(mirror.letterNumber), recommendation_number = \(mirror.recommendationNumber),
                   verification_code = \(mirror.verificationCode), reasons = \(try JSONB.json(mirror.reasons)),
                   decided_at = \(mirror.decidedAt), delivered_at = \(mirror.deliveredAt),
                   rating_score = \(mirror.ratingScore), updated_at = \(now)
             WHERE case_id = \(id.uuid)
            """)
    }

    private static func mirror(_ row: Row) throws -> Mirror {
        Mirror(
            standing: CaseStanding(round: try row.get("round"), stage: try row.get("stage")),
            dueOn: try row.get("due_text", as: String?.self).flatMap { Day($0) },
            remarks: try row.get("remarks", as: JSONB?.self)?.decode() ?? [],
            remarksNote: try row.get("remarks_note"), remarksRound: try row.get("remarks_round"),
            answerBy: try row.get("answer_text", as: String?.self).flatMap { Day($0) },
            letterID: try row.get("letter_id", as: UUID?.self).map { LetterID($0) },
            letterNumber: try row.get("letter_number"), recommendationNumber: try row.get("recommendation_number"),
            verificationCode: try row.get("verification_code"),
            reasons: try row.get("reasons", as: JSONB?.self)?.decode() ?? [], decidedAt: try row.get("decided_at"),
            deliveredAt: try row.get("delivered_at"), ratingScore: try row.get("rating_score"))
    }
}
