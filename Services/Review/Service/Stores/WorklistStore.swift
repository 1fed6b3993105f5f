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

    /// Lines on one page.
    static let pageSize = 60

    /// How far the list is counted for whoever looks at this page: twenty pages on.
    static func counted(from page: Int) -> Int { (page + 20) * self.pageSize }

    /// One page of the cases of these units: first the work that waits, the soonest end of a clock leading, then what
    /// waits for others, the latest change leading.
    ///
    /// - Parameters:
    ///   - person: for ``Filter/mine``.
    ///   - states: those to show.
    ///   - page: from 1.
    ///   - size: lines on it.
    static func lines(
        of units: [UnitCode], _ filter: Filter, person: PersonID, states: [CaseState], page: Int = 1,
        size: Int = pageSize, in tx: Transaction
    ) throws -> [Line] {
        let offset = (max(1, page) - 1) * size
        return try tx.rows(
            """
            SELECT c.id, c.number, c.unit, c.title, c.institution, c.state, c.holder_id, c.holder_name, c.round,
                c.submitted_at, c.answer_by::text AS answer_by, k.due_on::text AS due_on, k.due_at
            FROM (\(self.candidates(units, filter, person, states, most: offset + size))) c
            LEFT JOIN legal_clock k ON k.case_id = c.id AND k.ended_at IS NULL
            ORDER BY c.task IS NULL, k.due_at NULLS LAST, CASE WHEN c.task IS NOT NULL THEN c.submitted_at END,
                c.changed_at DESC, c.id
            LIMIT \(size) OFFSET \(offset)
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

    /// How many cases the whole list has, counted up to `most`: an office keeps its finished cases for ever, and nobody
    /// turns a thousand pages.
    static func total(
        of units: [UnitCode], _ filter: Filter, person: PersonID, states: [CaseState], most: Int = .max,
        in tx: Transaction
    ) throws -> Int {
        try tx.one(
            """
            SELECT count(*) FROM (
              SELECT FROM review_case c WHERE \(self.condition(units, filter, person, states)) LIMIT \(most)) found
            """
        ) { try $0.get(0) }
    }

    /// Everything that waits for the office, and of the rest only as much as can come onto the page: the finished cases of
    /// an office grow with the years, its work does not. No clock runs while nobody has a task.
    private static func candidates(
        _ units: [UnitCode], _ filter: Filter, _ person: PersonID, _ states: [CaseState], most: Int
    ) -> SQL {
        let resting = states.filter { $0.task == nil }
        let work: SQL =
            "SELECT c.* FROM review_case c WHERE c.task IS NOT NULL AND \(self.condition(units, filter, person, states))"
        guard !resting.isEmpty else { return work }
        let own = self.condition(units, filter, person, resting)
        return """
            \(work) UNION ALL
            SELECT rest.* FROM unnest(\(units.map(\.text))::text[]) AS u (code) CROSS JOIN LATERAL (
                SELECT c.* FROM review_case c WHERE c.unit = u.code AND c.task IS NULL AND \(own)
                ORDER BY c.changed_at DESC, c.id LIMIT \(most)) rest
            """
    }

    private static func condition(
        _ units: [UnitCode], _ filter: Filter, _ person: PersonID, _ states: [CaseState]
    ) -> SQL {
        let own: SQL =
            switch filter {
            case .all: "TRUE"
            case .mine: "c.holder_id = \(person.uuid)"
            case .unclaimed: "c.holder_id IS NULL AND c.task IS NOT NULL"
            }
        return "c.unit = ANY(\(units.map(\.text))) AND c.state = ANY(\(states)) AND \(own)"
    }
}
