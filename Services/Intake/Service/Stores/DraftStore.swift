import ActivityForm
import Contracts
import Foundation
import Postgres

/// Forms that are being filled in: before the first submission, or between two rounds.
enum DraftStore {
    struct Draft: Sendable {
        var caseID: CaseID
        var personID: PersonID
        var round: Int
        var content: FormContent
        var report: ImportReport?
        var updatedAt: Date
    }

    static func insert(_ draft: Draft, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO draft (case_id, person_id, round, content, import_report, created_at, updated_at)
            VALUES (\(draft.caseID.uuid), \(draft.personID.uuid), \(draft.round), \(try JSONB.json(draft.content)),
                    \(try draft.report.map { try JSONB.json($0) }), \(now), \(now))
            ON CONFLICT (case_id) DO NOTHING
            """)
    }

    static func find(_ id: CaseID, lock: Bool = false, in tx: Transaction) throws -> Draft? {
        try tx.first(
            """
            SELECT case_id, person_id, round, content, import_report, updated_at FROM draft
             WHERE case_id = \(id.uuid) \(lock ? "FOR UPDATE" : "" as SQL)
            """, self.draft)
    }

    static func list(of person: PersonID, in tx: Transaction) throws -> [Draft] {
        try tx.rows(
            """
            SELECT case_id, person_id, round, content, import_report, updated_at FROM draft
             WHERE person_id = \(person.uuid) AND round = 1 ORDER BY updated_at DESC LIMIT 200
            """, self.draft)
    }

    static func count(of person: PersonID, in tx: Transaction) throws -> Int {
        try tx.one("SELECT count(*)::integer AS n FROM draft WHERE person_id = \(person.uuid)") { try $0.get("n") }
    }

    static func update(_ id: CaseID, content: FormContent, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE draft SET content = \(try JSONB.json(content)), updated_at = \(now) WHERE case_id = \(id.uuid)
            """)
    }

    static func delete(_ id: CaseID, in tx: Transaction) throws {
        try tx.execute("DELETE FROM draft WHERE case_id = \(id.uuid)")
    }

    private static func draft(_ row: Row) throws -> Draft {
        Draft(
            caseID: CaseID(try row.get("case_id")), personID: PersonID(try row.get("person_id")),
            round: try row.get("round"), content: try row.get("content", as: JSONB.self).decode(),
            report: try row.get("import_report", as: JSONB?.self)?.decode(), updatedAt: try row.get("updated_at"))
    }
}
