import Contracts
import Foundation
import MessagingLive
import Postgres
import WorkingDays

/// Loads a calendar and tells the other services, once per version.
enum CalendarLoading {
    /// Keeps and publishes a calendar.
    ///
    /// - Returns: `false` when this version was loaded before; then nothing is published.
    static func load(
        _ calendar: CalendarVersion, into database: Database, at now: Date, identifiers: IdentifierSource
    ) async throws -> Bool {
        try await database.transaction { tx in
            guard try ReferenceStore.keep(calendar, at: now, in: tx) else { return false }
            try Outbox.append(
                CalendarPublished(calendar: calendar, publishedAt: now), at: now, by: .review, ids: identifiers,
                in: tx)
            return true
        }
    }
}
