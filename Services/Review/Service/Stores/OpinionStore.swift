import Contracts
import Foundation
import Postgres
import ReviewDomain

/// Opinions of evaluators.
enum OpinionStore {
    /// Keeps an opinion, in place of the evaluator's earlier one.
    static func put(_ opinion: Opinion, of subject: CaseID, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO opinion (case_id, person_id, person_name, unit, recommends, words, given_at)
            VALUES (\(subject.uuid), \(opinion.by.personId.uuid), \(opinion.by.name), \(opinion.by.unit?.text),
                \(opinion.recommends), \(opinion.text), \(opinion.at))
            ON CONFLICT (case_id, person_id) DO UPDATE SET
                person_name = EXCLUDED.person_name, recommends = EXCLUDED.recommends, words = EXCLUDED.words,
                given_at = EXCLUDED.given_at
            """)
    }

    /// In the order in which they were given.
    static func all(of subject: CaseID, in tx: Transaction) throws -> [Opinion] {
        try tx.rows(
            """
            SELECT person_id, person_name, unit, recommends, words, given_at
            FROM opinion WHERE case_id = \(subject.uuid) ORDER BY given_at, person_id
            """
        ) { row in
            Opinion(
                by: Actor(
                    personId: PersonID(try row.get("person_id", as: UUID.self)), name: try row.get("person_name"),
                    unit: try row.get("unit", as: String?.self).flatMap { UnitCode($0) }),
                recommends: try Stored.word(row, "recommends"), text: try row.get("words"),
                at: try row.get("given_at"))
        }
    }
}
