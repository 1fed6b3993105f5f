import Contracts
import IntakeDomain
import Postgres

/// Case numbers per unit and year: the counter's row stays locked until the transaction ends, so there are neither gaps
/// nor twins.
enum CaseCounter {
    /// The next number of the day's year, and the standard that a case of this day is pinned to, in one round trip.
    ///
    /// - Returns: `nil`, and no number is taken, when no standard applies.
    static func next(
        unit: UnitCode, on day: Day, in tx: Transaction
    ) throws -> (number: CaseNumber, standard: String)? {
        let year = day.parts.year
        return try tx.first(
            """
            WITH applying AS (SELECT id \(StandardStore.latest(of: unit, on: day))),
                 counted AS (
                   INSERT INTO case_counter AS c (unit, year, last) SELECT \(unit.text), \(year), 1 FROM applying
                   ON CONFLICT (unit, year) DO UPDATE SET last = c.last + 1 RETURNING last)
            SELECT id, last FROM applying, counted
            """
        ) { row in
            (CaseNumber(year: year, unit: unit, running: try row.get("last", as: Int.self)), try row.get("id"))
        }
    }
}
