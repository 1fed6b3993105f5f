import Contracts
import Foundation
import MessagingLive
import Postgres
import WorkingDays

/// Loads a calendar, tells the other services, and begins to carry it through the running clocks: once per version.
enum CalendarLoading {
    /// What became of a version.
    enum Outcome: Hashable, Sendable {
        /// Kept and published; running clocks are now to be counted anew.
        case loaded
        /// This very version was loaded before; nothing was done.
        case known
    }

    /// Keeps and publishes a calendar.
    ///
    /// - Throws: ``CalendarRefused`` for a version that is not newer than the present one, or that a running clock would
    ///   outlast; nothing is kept then.
    static func load(
        _ calendar: CalendarVersion, into database: Database, at now: Date, identifiers: IdentifierSource
    ) async throws -> Outcome {
        try await database.transaction { tx in
            try ReferenceStore.lockCalendar(toChange: true, in: tx)
            if let present = try ReferenceStore.calendar(in: tx)?.version {
                if calendar.version == present.version, calendar == present { return .known }
                guard calendar.version > present.version else {
                    throw CalendarRefused.notNewer(calendar.version, present: present.version)
                }
            }
            try ClockProjection.checkReach(of: calendar, in: tx)
            _ = try ReferenceStore.keep(calendar, at: now, in: tx)
            try ClockProjection.begin(calendar, at: now, in: tx)
            try Outbox.append(
                CalendarPublished(calendar: calendar, publishedAt: now), at: now, by: .review, ids: identifiers,
                in: tx)
            return .loaded
        }
    }

    /// Loads the calendar that comes with the program, unless the one that is loaded is as new.
    static func loadBundled(into database: Database, at now: Date, identifiers: IdentifierSource) async throws {
        let bundled = try HolidayFile.bundled()
        let present = try await database.read { try ReferenceStore.calendar(in: $0)?.version.version }
        guard present.map({ $0 < bundled.version }) ?? true else { return }
        do {
            _ = try await self.load(bundled, into: database, at: now, identifiers: identifiers)
        } catch CalendarRefused.notNewer {
            // Somebody has loaded a newer one since we looked.
        }
    }
}

/// Why a calendar is not loaded. Nothing of it is kept.
enum CalendarRefused: Error, Hashable, CustomStringConvertible {
    /// The present version is as new or newer.
    case notNewer(Int, present: Int)
    /// A running clock would end beyond the calendar, or began before it.
    case outlasted(case: String, clock: Int, CalendarError)

    var description: String {
        switch self {
        case .notNewer(let version, let present):
            "version \(version) cannot be loaded: version \(present) is loaded, and a newer version has a greater number"
        case .outlasted(let number, let clock, let error):
            "clock \(clock) of case \(number) still runs, and \(error)"
        }
    }
}
