import Contracts
import IntakeDomain
import Postgres

/// Case numbers per unit and year: the counter's row stays locked until the transaction ends, so there are neither gaps
/// nor twins.
enum CaseCounter {
    static func next(unit: UnitCode, year: Int, in tx: Transaction) throws -> CaseNumber {
        let running = try tx.one(
            """
            INSERT INTO case_counter AS c (unit, year, last) VALUES (\(unit.text), \(year), 1)
            ON CONFLICT (unit, year) DO UPDATE SET last = c.last + 1 RETURNING last
            """
        ) { try $0.get("last", as: Int.self) }
        return CaseNumber(year: year, unit: unit, running: running)
    }
}
