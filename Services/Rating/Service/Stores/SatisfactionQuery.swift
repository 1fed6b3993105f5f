import Contracts
import Foundation
import Postgres
import Satisfaction

/// The satisfaction with one unit.
struct UnitSatisfaction: Sendable {
    var unit: KnownUnit
    var summary: ScoreSummary
}

/// One rating as officers of the unit see it.
struct SeenRating: Sendable {
    var caseNumber: String
    var title: String
    var score: Score
    var comment: Personal<String>?
    var givenAt: Date
}

/// Reads ratings of completed cases; of each case only the last answer counts.
enum SatisfactionQuery {
    /// All units that serve, with their ratings.
    static func units(in tx: Transaction) throws -> [UnitSatisfaction] {
        var counts: [UnitCode: [Score: Int]] = [:]
        let rows = try tx.rows(
            """
            SELECT c.unit, a.score, count(*) AS many
              FROM rated_case c
              JOIN rating_answer a ON a.case_id = c.case_id AND a.version = c.answers
             WHERE c.completed_at IS NOT NULL AND c.unit IS NOT NULL
             GROUP BY c.unit, a.score
            """
        ) { row in
            (
                UnitCode(try row.get("unit", as: String.self)), Score(try row.get("score", as: Int.self)),
                try row.get("many", as: Int.self)
            )
        }
        for case (let unit?, let score?, let many) in rows { counts[unit, default: [:]][score] = many }
        return try UnitStore.all(in: tx).map { unit in
            UnitSatisfaction(unit: unit, summary: ScoreSummary(counts: counts[unit.code] ?? [:]))
        }
    }

    /// The ratings of one unit's completed cases, newest first, at most 200.
    static func ratings(of unit: UnitCode, in tx: Transaction) throws -> [SeenRating] {
        try tx.rows(
            """
            SELECT c.case_number, c.title, a.score, a.comment, a.given_at
              FROM rated_case c
              JOIN rating_answer a ON a.case_id = c.case_id AND a.version = c.answers
             WHERE c.completed_at IS NOT NULL AND c.unit = \(unit.text) AND c.case_number IS NOT NULL
             ORDER BY a.given_at DESC, c.case_id LIMIT 200
            """
        ) { row -> SeenRating? in
            guard let score = Score(try row.get("score", as: Int.self)) else { return nil }
            return SeenRating(
                caseNumber: try row.get("case_number"), title: try row.get("title"), score: score,
                comment: try row.get("comment", as: String?.self).map(Personal.init), givenAt: try row.get("given_at"))
        }
        .compactMap { $0 }
    }
}
