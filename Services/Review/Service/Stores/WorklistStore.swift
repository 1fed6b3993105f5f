import Contracts
import Foundation
import Postgres
import ReviewDomain

/// The worklist of units.
enum WorklistStore {
    /// What is shown of a worklist.
    enum Filter: String, CaseIterable, Sendable {
        case all = "semua"
        case mine = "saya"
        case unclaimed = "belum-diambil"
    }

    /// One line of a worklist.
    struct Line: Sendable {
        let id: CaseID
        let number: String
        let unit: UnitCode
        let title: String
        let institution: String
        let state: CaseState
        let holder: String?
        let holderID: PersonID?
        let round: Int
        let submittedAt: Date
        let dueOn: Day?
        let dueAt: Date?
        let answerBy: Day?
    }

    /// Most lines that are shown at once.
    static let most = 200

    /// Cases of these units: first those whose clock ends soonest.
    ///
    /// - Parameters:
    ///   - person: for ``Filter/mine``.
    ///   - states: those to show.
    static func lines(
        of units: [UnitCode], _ filter: Filter, person: PersonID, states: [CaseState], in tx: Transaction
    ) throws -> [Line] {
        let condition: SQL =
            switch filter {
            case .all: "TRUE"
            case .mine: "c.holder_id = \(person.uuid)"
            case .unclaimed: "c.holder_id IS NULL"
            }
        return try tx.rows(
            """
            SELECT c.id, c.number, c.unit, c.title, c.institution, c.state, c.holder_id, c.holder_name, c.round,
                c.submitted_at, c.answer_by::text AS answer_by, k.due_on::text AS due_on, k.due_at
            FROM review_case c LEFT JOIN legal_clock k ON k.case_id = c.id AND k.ended_at IS NULL
            WHERE c.unit = ANY(\(units.map(\.text))) AND c.state = ANY(\(states)) AND \(condition)
            ORDER BY k.due_at NULLS LAST, c.submitted_at, c.id LIMIT \(self.most)
            """
        ) { row in
            Line(
                id: CaseID(try row.get("id", as: UUID.self)), number: try row.get("number"),
                unit: try Stored.unit(row, "unit"), title: try row.get("title"),
                institution: try row.get("institution"), state: try Stored.word(row, "state"),
                holder: try row.get("holder_name"),
                holderID: try row.get("holder_id", as: UUID?.self).map { PersonID($0) }, round: try row.get("round"),
                submittedAt: try row.get("submitted_at"),
                dueOn: try row.get("due_on", as: String?.self).flatMap { Day($0) }, dueAt: try row.get("due_at"),
                answerBy: try row.get("answer_by", as: String?.self).flatMap { Day($0) })
        }
    }
}
