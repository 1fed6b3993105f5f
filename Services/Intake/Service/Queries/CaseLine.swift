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
    /// - Parameter wanted: from 1; beyond the last page the last one is given.
    static func page(_ wanted: Int, of person: PersonID, in tx: Transaction) throws -> CaseLines {
        // Whoever has not filled the first page has no more; most have not.
        if wanted == 1 {
            let lines = try self.lines(of: person, page: 1, in: tx)
            if lines.count < self.pageSize { return CaseLines(lines: lines, number: 1, total: lines.count) }
            return CaseLines(lines: lines, number: 1, total: try self.total(of: person, in: tx))
        }
        let total = try self.total(of: person, in: tx)
        let number = min(wanted, max(1, (total + self.pageSize - 1) / self.pageSize))
        return CaseLines(lines: try self.lines(of: person, page: number, in: tx), number: number, total: total)
    }

    private static func total(of person: PersonID, in tx: Transaction) throws -> Int {
        try tx.one("SELECT count(*) FROM submission WHERE person_id = \(person.uuid)") { try $0.get(0, as: Int.self) }
    }

    private static func lines(of person: PersonID, page: Int, in tx: Transaction) throws -> [CaseLine] {
        try tx.rows(
            """
            SELECT s.case_id, s.number, s.title, s.unit, coalesce(m.stage, \(CaseStage.submitted.rawValue)) AS stage,
                   m.due_on::text AS due_on
              FROM submission s LEFT JOIN case_mirror m USING (case_id)
             WHERE s.person_id = \(person.uuid)
             ORDER BY s.submitted_at DESC, s.case_id LIMIT \(self.pageSize) OFFSET \((page - 1) * self.pageSize)
            """
        ) { row in
            CaseLine(
                id: CaseID(try row.get("case_id")), number: try row.get("number"), title: try row.get("title"),
                unit: try UnitCode.stored(row.get("unit")), stage: try row.get("stage"),
                dueOn: try row.get("due_on", as: String?.self).flatMap { Day($0) })
        }
    }
}

/// A page of an applicant's own cases.
struct CaseLines: Sendable {
    let lines: [CaseLine]
    /// From 1.
    let number: Int
    /// How many cases there are in all.
    let total: Int
}
