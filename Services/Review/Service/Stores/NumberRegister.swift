import Contracts
import Postgres

/// Gives numbers without gaps: the row of unit, year and kind is locked until the signing commits, so a signing that
/// fails gives its number back, and two signings never get the same.
enum NumberRegister {
    /// What is numbered.
    enum Kind: String { case letter, recommendation }

    /// The next number, from 1 in each year.
    static func next(_ kind: Kind, of unit: UnitCode, year: Int, in tx: Transaction) throws -> Int {
        try tx.one(
            """
            INSERT INTO number_register (unit, year, kind, last) VALUES (\(unit.text), \(year), \(kind), 1)
            ON CONFLICT (unit, year, kind) DO UPDATE SET last = number_register.last + 1
            RETURNING last
            """
        ) { try $0.get("last") }
    }
}
