import Contracts
import Foundation
import Postgres

/// Published versions of service standards; never changed once published.
enum StandardStore {
    static func insert(_ standard: ServiceStandard, of unit: BPSUnit, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO standard (id, unit, version, unit_body, body, published_at)
            VALUES (\(standard.id), \(standard.unit.text), \(standard.version), \(try JSONB.json(unit)),
                    \(try JSONB.json(standard)), \(now))
            """)
    }

    static func publishedIDs(in tx: Transaction) throws -> Set<String> {
        Set(try tx.rows("SELECT id FROM standard") { try $0.get("id", as: String.self) })
    }

    static func find(_ id: String, in tx: Transaction) throws -> ServiceStandard? {
        try tx.first("SELECT body FROM standard WHERE id = \(id)") { try $0.get("body", as: JSONB.self).decode() }
    }

    /// The version that applies on a day: the latest one that has begun.
    static func current(of unit: UnitCode, on day: Day, in tx: Transaction) throws -> ServiceStandard? {
        try tx.first("SELECT body \(Self.latest(of: unit, on: day))") { try $0.get("body", as: JSONB.self).decode() }
    }

    /// Where that version stands.
    static func latest(of unit: UnitCode, on day: Day) -> SQL {
        """
        FROM standard
         WHERE unit = \(unit.text) AND (body->>'effectiveFrom') <= \(day.description)
         ORDER BY version DESC LIMIT 1
        """
    }
}
