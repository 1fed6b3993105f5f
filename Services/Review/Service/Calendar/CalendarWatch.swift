import Contracts
import Foundation
import Postgres
import ServiceHost
import WorkingDays

/// Tells how long the newest calendar still answers, and whether running clocks wait to be counted by it.
enum CalendarWatch {
    /// Gauges for `/metrics`: days until the end of the coverage (0 on the last day, -1 and less after it, and before any
    /// calendar is loaded), and how long clocks have waited for the newest calendar, in seconds.
    static func measure(_ dependencies: ServiceDependencies) async -> [(name: String, value: Double)] {
        let now = dependencies.now()
        // A database that is away has an alarm of its own; a number that cannot be told is left out.
        let found = try? await dependencies.database.read { tx in
            (
                try tx.first("SELECT covered_until::text AS day FROM calendar_version ORDER BY version DESC LIMIT 1") {
                    try Stored.day($0, "day")
                },
                try tx.first("SELECT min(began_at) AS began FROM calendar_projection WHERE finished_at IS NULL") {
                    try $0.get("began", as: Date?.self)
                } ?? nil
            )
        }
        guard let (until, began) = found else { return [] }
        let today = Day(of: now, offset: TimeZoneName.wib.offset)
        return [
            ("layak_calendar_days_left", until.map { Double($0.number - today.number) } ?? -1),
            ("layak_calendar_projection_seconds", began.map { max(0, now.timeIntervalSince($0)) } ?? 0),
        ]
    }
}
