import Contracts
import Foundation
import Postgres
import WorkingDays

/// Calendar versions, and the copies of units and standards.
enum ReferenceStore {
    /// The newest calendar; `nil` before the first is loaded.
    static func calendar(in tx: Transaction) throws -> WorkingDayCalendar? {
        try tx.first("SELECT content FROM calendar_version ORDER BY version DESC LIMIT 1") { row in
            WorkingDayCalendar(try Self.decode(CalendarVersion.self, row))
        }
    }

    /// One version of the calendar.
    static func calendar(version: Int, in tx: Transaction) throws -> WorkingDayCalendar? {
        try tx.first("SELECT content FROM calendar_version WHERE version = \(version)") { row in
            WorkingDayCalendar(try Self.decode(CalendarVersion.self, row))
        }
    }

    /// Every version before another, oldest first.
    static func calendars(before version: Int, in tx: Transaction) throws -> [CalendarVersion] {
        try tx.rows("SELECT content FROM calendar_version WHERE version < \(version) ORDER BY version") { row in
            try Self.decode(CalendarVersion.self, row)
        }
    }

    /// Every version with the moment at which it was loaded, newest first.
    static func calendarHistory(in tx: Transaction) throws -> [(version: CalendarVersion, loadedAt: Date)] {
        try tx.rows("SELECT content, loaded_at FROM calendar_version ORDER BY version DESC") { row in
            (try Self.decode(CalendarVersion.self, row), try row.get("loaded_at"))
        }
    }

    /// Until the transaction ends, the newest calendar stays the newest; or, to change it, nobody counts by it. A clock is
    /// so either opened with the new calendar, or found by the one who carries it through the running clocks.
    static func lockCalendar(toChange: Bool, in tx: Transaction) throws {
        let key = "layak calendar"
        try tx.enqueue(
            toChange
                ? "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(\(key), 0))) AS l"
                : "SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared(hashtextextended(\(key), 0))) AS l")
    }

    /// Keeps a calendar version.
    ///
    /// - Returns: `false` when the version is already kept.
    static func keep(_ calendar: CalendarVersion, at now: Date, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO calendar_version (version, covered_from, covered_until, content, loaded_at)
            VALUES (\(calendar.version), \(calendar.coveredFrom.description)::date,
                \(calendar.coveredUntil.description)::date, \(JSONB(try ContractJSON.encode(calendar))), \(now))
            ON CONFLICT (version) DO NOTHING
            """) == 1
    }

    /// Keeps a unit as last published.
    static func keep(_ unit: BPSUnit, at now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO unit_copy (code, content, received_at)
            VALUES (\(unit.code.text), \(JSONB(try ContractJSON.encode(unit))), \(now))
            ON CONFLICT (code) DO UPDATE SET content = EXCLUDED.content, received_at = EXCLUDED.received_at
            """)
    }

    /// Keeps a version of a standard; a published version never changes.
    static func keep(_ standard: ServiceStandard, at now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO standard_copy (id, unit, version, content, received_at)
            VALUES (\(standard.id), \(standard.unit.text), \(standard.version),
                \(JSONB(try ContractJSON.encode(standard))), \(now))
            ON CONFLICT DO NOTHING
            """)
    }

    /// The version of a standard that a case is pinned to; `nil` while it has not arrived.
    static func standard(_ id: String, in tx: Transaction) throws -> ServiceStandard? {
        try tx.first("SELECT content FROM standard_copy WHERE id = \(id)") { row in
            try Self.decode(ServiceStandard.self, row)
        }
    }

    /// Several standards, by identifier.
    static func standards(_ ids: Set<String>, in tx: Transaction) throws -> [String: ServiceStandard] {
        let standards = try tx.rows("SELECT content FROM standard_copy WHERE id = ANY(\(ids.sorted()))") { row in
            try Self.decode(ServiceStandard.self, row)
        }
        return Dictionary(standards.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The copies of units, by code.
    static func units(_ codes: [UnitCode], in tx: Transaction) throws -> [UnitCode: BPSUnit] {
        let units = try tx.rows("SELECT content FROM unit_copy WHERE code = ANY(\(codes.map(\.text)))") { row in
            try Self.decode(BPSUnit.self, row)
        }
        return Dictionary(units.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ row: Row) throws -> Value {
        try ContractJSON.decode(type, from: row.get("content", as: JSONB.self).bytes)
    }
}
