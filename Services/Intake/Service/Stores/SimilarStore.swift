import Contracts
import Foundation
import IntakeDomain
import Postgres

/// Recommended activities that may be near to a draft. Only the catalogue is asked: what is not public is not seen.
enum SimilarStore {
    /// Candidates with overlapping regions, by words.
    static let mostHere = 60
    /// Candidates of all regions, by words of the title.
    static let mostAnywhere = 40
    /// Candidates with overlapping regions, or of all while the draft does not say its regions, by the letters of the title.
    static let mostSpelled = 20

    /// Everything that could be among the nearest, in no order.
    static func candidates(for query: SimilarityQuery, in tx: Transaction) throws -> [SimilarActivities.Candidate] {
        // Where regions are known, few titles are compared by their letters, and the index of regions finds them;
        // else that of trigrams does.
        let spelled: SQL =
            query.regions.isEmpty ? "title % \(query.title)" : "reach && \(query.regions)"
        return try tx.rows(
            """
            WITH asked AS (SELECT \(self.words(query.all)) AS any_word, \(self.words(query.topic)) AS title_word),
            here AS (
              SELECT case_id FROM catalogue, asked WHERE topic @@ any_word AND reach && \(query.regions)
               ORDER BY ts_rank(topic, any_word, 1) DESC, case_id LIMIT \(Self.mostHere)),
            anywhere AS (
              SELECT case_id FROM catalogue, asked WHERE topic @@ title_word
               ORDER BY ts_rank(topic, title_word, 1) DESC, case_id LIMIT \(Self.mostAnywhere)),
            spelled AS (
              SELECT case_id FROM catalogue WHERE \(spelled)
               ORDER BY similarity(title, \(query.title)) DESC, case_id LIMIT \(Self.mostSpelled))
            SELECT case_id, title, variables, population, regions, year, institution, recommendation_number
              FROM catalogue
             WHERE case_id IN (SELECT case_id FROM here UNION SELECT case_id FROM anywhere
                               UNION SELECT case_id FROM spelled)
            """
        ) { row in
            let regions: [String]? = try row.get("regions")
            return SimilarActivities.Candidate(
                id: CaseID(try row.get("case_id")),
                sketch: ActivitySketch(
                    title: try row.get("title"), variables: try row.get("variables", as: JSONB.self).decode(),
                    population: try row.get("population"),
                    regions: try regions.map { Set(try $0.map(UnitCode.stored)) },
                    year: try row.get("year")),
                organiser: try row.get("institution"), number: try row.get("recommendation_number"))
        }
    }

    private static func words(_ words: SimilarityQuery.Words) -> SQL {
        "to_tsquery('indonesian', \(words.written)) || to_tsquery('simple', \(words.roots))"
    }
}
