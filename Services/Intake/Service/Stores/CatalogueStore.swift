import Contracts
import Foundation
import IntakeDomain
import Postgres

/// Issued recommendations, for everybody.
enum CatalogueStore {
    struct Entry: Sendable {
        var caseID: CaseID
        var title: String
        var year: Int
        var institution: String
        var unit: UnitCode
        var recommendationNumber: String
        var verificationCode: String
        var issuedAt: Date
    }

    /// - Parameter sketch: what the recommended form says, to find the entry by; title and year are the entry's.
    static func insert(_ entry: Entry, sketch: ActivitySketch?, in tx: Transaction) throws {
        let regions = sketch?.regions?.sorted()
        try tx.execute(
            """
            INSERT INTO catalogue (case_id, title, year, institution, unit, recommendation_number, verification_code,
                                   issued_at, variables, population, regions, reach)
            VALUES (\(entry.caseID.uuid), \(entry.title), \(entry.year), \(entry.institution), \(entry.unit.text),
                    \(entry.recommendationNumber), \(entry.verificationCode), \(entry.issuedAt),
                    \(try JSONB.json(sketch?.variables ?? [])), \(sketch?.population ?? ""),
                    \(regions?.map(\.text)), \(regions.map { RegionReach.marks(of: $0) } ?? []))
            ON CONFLICT (case_id) DO NOTHING
            """)
    }

    /// Newest first.
    ///
    /// - Parameter query: as `SearchWords.query` writes it; `nil` for everything.
    static func search(_ query: String?, year: Int?, size: Int, offset: Int, in tx: Transaction) throws -> (
        entries: [Entry], total: Int
    ) {
        var filter: SQL = "WHERE true"
        if let query { filter += " AND words @@ to_tsquery('simple', \(query))" }
        if let year { filter += " AND year = \(year)" }
        let total = try tx.one("SELECT count(*)::integer AS n FROM catalogue \(filter)") {
            try $0.get("n", as: Int.self)
        }
        let entries = try tx.rows(
            """
            SELECT case_id, title, year, institution, unit, recommendation_number, verification_code, issued_at
              FROM catalogue \(filter) ORDER BY issued_at DESC, case_id LIMIT \(size) OFFSET \(offset)
            """
        ) { row in
            Entry(
                caseID: CaseID(try row.get("case_id")), title: try row.get("title"), year: try row.get("year"),
                institution: try row.get("institution"), unit: try UnitCode.stored(row.get("unit")),
                recommendationNumber: try row.get("recommendation_number"),
                verificationCode: try row.get("verification_code"), issuedAt: try row.get("issued_at"))
        }
        return (entries, total)
    }
}
