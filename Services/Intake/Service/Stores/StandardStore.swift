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

    /// Where that version stands: of those that have begun the last one, unless it has ended.
    static func latest(of unit: UnitCode, on day: Day) -> SQL {
        """
        FROM (SELECT id, body FROM standard
               WHERE unit = \(unit.text) AND (body->>'effectiveFrom') <= \(day.description)
               ORDER BY version DESC LIMIT 1) AS begun
         WHERE coalesce(body->>'effectiveUntil', \(day.description)) >= \(day.description)
        """
    }

    /// Every published version of a unit, from the first on.
    static func versions(of unit: UnitCode, in tx: Transaction) throws -> [ServiceStandard] {
        try tx.rows("SELECT body FROM standard WHERE unit = \(unit.text) ORDER BY version") {
            try $0.get("body", as: JSONB.self).decode()
        }
    }

    /// One published version.
    static func find(_ unit: UnitCode, version: Int, in tx: Transaction) throws -> ServiceStandard? {
        try tx.first("SELECT body FROM standard WHERE unit = \(unit.text) AND version = \(version)") {
            try $0.get("body", as: JSONB.self).decode()
        }
    }

    /// What a list of units says about each one's standard.
    struct Line: Sendable {
        var unit: UnitCode
        var id: String
        var workingDays: Int
        var isInherited: Bool
    }

    /// The versions that apply on a day, for these units: of those that have begun the last one, unless it has ended.
    static func current(of units: [UnitCode], on day: Day, in tx: Transaction) throws -> [Line] {
        try tx.rows(
            """
            SELECT unit, id, (body->>'workingDays')::int AS days,
                   coalesce(body->>'origin', '') = 'inherited' AS inherited
              FROM (SELECT DISTINCT ON (unit) unit, id, body FROM standard
                     WHERE unit = ANY(\(units.map(\.text))) AND (body->>'effectiveFrom') <= \(day.description)
                     ORDER BY unit, version DESC) AS begun
             WHERE coalesce(body->>'effectiveUntil', \(day.description)) >= \(day.description)
             ORDER BY unit
            """
        ) { row in
            Line(
                unit: UnitCode(try row.get("unit", as: String.self)) ?? .headquarters, id: try row.get("id"),
                workingDays: try row.get("days"), isInherited: try row.get("inherited"))
        }
    }

    /// Of these standards, those that were published with other words: a published version is never changed.
    static func publishedOtherwise(_ standards: [ServiceStandard], in tx: Transaction) throws -> [String] {
        let bodies = try standards.map { String(decoding: try ContractJSON.encode($0), as: UTF8.self) }
        return try tx.rows(
            """
            SELECT id FROM standard JOIN unnest(\(standards.map(\.id)), \(bodies)) AS file (id, text) USING (id)
             WHERE body IS DISTINCT FROM file.text::jsonb ORDER BY id
            """
        ) { try $0.get("id") }
    }
}
