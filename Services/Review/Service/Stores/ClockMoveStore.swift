import Contracts
import Foundation
import Postgres
import ReviewDomain
import WorkingDays

/// How newer calendars have moved running clocks.
enum ClockMoveStore {
    /// A move as it is kept.
    struct Kept: Hashable, Sendable {
        let clock: Int
        let fromVersion: Int
        let toVersion: Int
        let old: DueDate
        let new: DueDate
        let reason: String
        let movedAt: Date
    }

    /// Gives running clocks their new ends and keeps the old ones: two statements for any number of clocks.
    static func apply(_ moves: [ProjectionWork.Move], at now: Date, in tx: Transaction) throws {
        guard !moves.isEmpty else { return }
        let cases = moves.map(\.caseID.uuid)
        let clocks = moves.map(\.reprojection.clock)
        let from = moves.map(\.reprojection.fromVersion)
        let to = moves.map(\.reprojection.toVersion)
        let days = moves.map { $0.reprojection.new.day.description }
        let moments = moves.map { ContractJSON.text(of: $0.reprojection.new.moment) }
        let reasons = moves.map(\.reprojection.reason)
        try tx.execute(
            """
            INSERT INTO clock_move (
                case_id, clock, from_version, to_version, old_due_on, old_due_at, new_due_on, new_due_at, reason, moved_at)
            SELECT c.case_id, c.number, m.from_version, m.to_version, c.due_on, c.due_at, m.due_on, m.due_at, m.reason,
                   \(now)
              FROM unnest(\(cases), \(clocks), \(from), \(to), \(days)::text[]::date[],
                          \(moments)::text[]::timestamptz[], \(reasons))
                   AS m (case_id, clock, from_version, to_version, due_on, due_at, reason)
              JOIN legal_clock c ON c.case_id = m.case_id AND c.number = m.clock
            """)
        try tx.execute(
            """
            UPDATE legal_clock c SET due_on = m.due_on, due_at = m.due_at, calendar_version = m.version
              FROM unnest(\(cases), \(clocks), \(to), \(days)::text[]::date[], \(moments)::text[]::timestamptz[])
                   AS m (case_id, clock, version, due_on, due_at)
             WHERE c.case_id = m.case_id AND c.number = m.clock AND c.ended_at IS NULL
            """)
    }

    /// Every move of a case's clocks, oldest first.
    static func all(of id: CaseID, in tx: Transaction) throws -> [Kept] {
        try tx.rows(
            """
            SELECT clock, from_version, to_version, old_due_on::text AS old_due_on, old_due_at,
                   new_due_on::text AS new_due_on, new_due_at, reason, moved_at
              FROM clock_move WHERE case_id = \(id.uuid) ORDER BY clock, to_version
            """
        ) { row in
            Kept(
                clock: try row.get("clock"), fromVersion: try row.get("from_version"),
                toVersion: try row.get("to_version"),
                old: DueDate(day: try Stored.day(row, "old_due_on"), moment: try row.get("old_due_at")),
                new: DueDate(day: try Stored.day(row, "new_due_on"), moment: try row.get("new_due_at")),
                reason: try row.get("reason"), movedAt: try row.get("moved_at"))
        }
    }
}
