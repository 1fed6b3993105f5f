import Contracts
import Foundation
import Postgres

/// A unit that serves, as far as Rating needs to know it.
struct KnownUnit: Hashable, Sendable {
    var code: UnitCode
    var name: String
    var zone: TimeZoneName

    init(_ row: Row) throws {
        self.code = UnitCode(try row.get("code", as: String.self)) ?? .headquarters
        self.name = try row.get("name")
        self.zone = try row.get("zone")
    }
}

/// Units and the calendar.
enum UnitStore {
    /// Keeps what the newest standard of a unit says.
    static func keep(_ event: StandardPublished, in tx: Transaction) throws {
        let unit = event.unit
        let name = unit.name.hasPrefix("BPS") ? unit.name : "BPS \(unit.name)"
        try tx.execute(
            """
            INSERT INTO known_unit (code, name, zone, standard, standard_version)
            VALUES (\(unit.code.text), \(name), \(unit.zone), \(event.standard.id), \(event.standard.version))
            ON CONFLICT (code) DO UPDATE
               SET name = excluded.name, zone = excluded.zone, standard = excluded.standard,
                   standard_version = excluded.standard_version
             WHERE known_unit.standard_version <= excluded.standard_version
            """)
    }

    /// Keeps a version of the calendar, for the clocks of complaints.
    static func keep(_ calendar: CalendarVersion, in tx: Transaction) throws {
        let daysOff = JSONB(try ContractJSON.encode(calendar.daysOff))
        try tx.execute(
            """
            INSERT INTO calendar_version (version, covered_from, covered_until, days_off)
            VALUES (\(calendar.version), \(calendar.coveredFrom.description)::text::date,
                    \(calendar.coveredUntil.description)::text::date, \(daysOff))
            ON CONFLICT (version) DO NOTHING
            """)
    }

    /// The newest version of the calendar; `nil` until one was published.
    static func newestCalendar(in tx: Transaction) throws -> CalendarVersion? {
        // A date less the first of January 1970 is the number by which `Day` counts.
        try tx.first(
            """
            SELECT version, covered_from - date '1970-01-01' AS first, covered_until - date '1970-01-01' AS last, days_off
              FROM calendar_version ORDER BY version DESC LIMIT 1
            """
        ) { row in
            CalendarVersion(
                version: try row.get("version"), coveredFrom: Day(number: try row.get("first")),
                coveredUntil: Day(number: try row.get("last")),
                daysOff: try row.get("days_off", as: JSONB.self).decode())
        }
    }

    /// All units that serve, in order of their codes.
    static func all(in tx: Transaction) throws -> [KnownUnit] {
        try tx.rows("SELECT code, name, zone FROM known_unit ORDER BY code", KnownUnit.init)
    }

    /// One unit.
    static func unit(_ code: UnitCode, in tx: Transaction) throws -> KnownUnit? {
        try tx.first("SELECT code, name, zone FROM known_unit WHERE code = \(code.text)", KnownUnit.init)
    }
}
