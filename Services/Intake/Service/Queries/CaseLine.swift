import Contracts
import Foundation
import IntakeDomain
import Postgres

/// One line of an applicant's own cases.
struct CaseLine: Sendable {
    let id: CaseID
    let number: String
    let title: String
    let unit: UnitCode
    /// Where it stands, as far as the messages of others have told.
    let stage: CaseStage
    let dueOn: Day?

    /// Lines on one page.
    static let pageSize = 60

    /// One page of a person's cases, the last submitted first, and how many there are in all. Whoever submits for a whole
    /// institution gathers thousands.
    ///
    /// - Parameter page: from 1.
    static func page(_ page: Int, of person: PersonID, in tx: Transaction) throws -> (lines: [CaseLine], total: Int) {
        let lines = try tx.rows(
            """
            SELECT s.case_id, s.number, s.title, s.unit, m.stage, m.due_on::text AS due_on
              FROM submission s JOIN case_mirror m USING (case_id)
             WHERE s.person_id = \(person.uuid)
             ORDER BY s.submitted_at DESC, s.case_id LIMIT \(self.pageSize) OFFSET \((page - 1) * self.pageSize)
            """
        ) { row in
            CaseLine(
                id: CaseID(try row.get("case_id")), number: try row.get("number"), title: try row.get("title"),
                unit: try UnitCode.stored(row.get("unit")), stage: try row.get("stage"),
                dueOn: try row.get("due_on", as: String?.self).flatMap { Day($0) })
        }
        // Whoever has not filled the first page has no more; most have not.
        if page == 1, lines.count < self.pageSize { return (lines, lines.count) }
        let total = try tx.one("SELECT count(*) FROM submission WHERE person_id = \(person.uuid)") {
            try $0.get(0, as: Int.self)
        }
        return (lines, total)
    }
}
