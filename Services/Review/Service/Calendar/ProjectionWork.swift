import Contracts
import Foundation
import Postgres
import ReviewDomain
import WorkingDays

/// What is read to count running clocks by a newer calendar.
struct ProjectionWork {
    /// A running clock with what its case says about it.
    struct RunningClock: Sendable {
        let caseID: CaseID
        let number: String
        let unit: UnitCode
        let standard: String
        var clock: LegalClock
    }

    /// A clock that has moved.
    struct Move: Sendable {
        let caseID: CaseID
        let reprojection: Reprojection

        func event(at now: Date) -> CaseDueMoved {
            CaseDueMoved(
                caseId: self.caseID, clock: self.reprojection.clock, oldDueOn: self.reprojection.old.day,
                oldDueAt: self.reprojection.old.moment, newDueOn: self.reprojection.new.day,
                newDueAt: self.reprojection.new.moment, oldCalendarVersion: self.reprojection.fromVersion,
                calendarVersion: self.reprojection.toVersion, reason: self.reprojection.reason, movedAt: now)
        }
    }

    let reprojector: Reprojector
    /// The days between the first and the last that any difference changes; `nil` when no working day changes.
    private let span: ClosedRange<Day>?

    /// - Returns: `nil` when the version has gone.
    init?(version: Int, in tx: Transaction) throws {
        guard let calendar = try ReferenceStore.calendar(version: version, in: tx) else { return nil }
        try self.init(calendar, in: tx)
    }

    /// To a version that is not kept yet.
    init(onto version: CalendarVersion, in tx: Transaction) throws {
        try self.init(WorkingDayCalendar(version), in: tx)
    }

    private init(_ calendar: WorkingDayCalendar, in tx: Transaction) throws {
        let differences = try ReferenceStore.calendars(before: calendar.version.version, in: tx).map {
            CalendarDifference(from: $0, to: calendar.version)
        }
        self.reprojector = Reprojector(onto: calendar, differences: differences)
        let spans = differences.compactMap(\.span)
        self.span =
            if let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max() {
                first...last
            } else { nil }
    }

    /// The next running clocks that may have a changed day between their declaration and their end, locked.
    func clocks(after: UUID, limit: Int, in tx: Transaction) throws -> [RunningClock] {
        guard let span = self.span else { return [] }
        // Two days to spare, whatever zone a declaration's date was in.
        let last = span.upperBound.advanced(by: 2)
        return try Self.clocks(
            """
            AND c.calendar_version < \(self.reprojector.version.version) AND c.case_id > \(after)
            AND c.due_on >= \(span.lowerBound.description)::date AND c.declared_at < \(last.description)::date
            ORDER BY c.case_id LIMIT \(limit) FOR UPDATE OF c
            """, in: tx)
    }

    /// The running clocks near the edges of a calendar.
    func clocks(declaredBefore first: Day, orDueAfter last: Day, in tx: Transaction) throws -> [RunningClock] {
        try Self.clocks(
            "AND (c.declared_at < \(first.description)::date OR c.due_on > \(last.description)::date)", in: tx)
    }

    private static func clocks(_ condition: SQL, in tx: Transaction) throws -> [RunningClock] {
        try tx.rows(
            """
            SELECT c.case_id, k.number AS case_number, k.unit, k.standard, c.number, c.round, c.declared_at,
                   c.working_days, c.due_on::text AS due_on, c.due_at, c.calendar_version
              FROM legal_clock c JOIN review_case k ON k.id = c.case_id
             WHERE c.ended_at IS NULL
            """ + " " + condition
        ) { row in
            RunningClock(
                caseID: CaseID(try row.get("case_id")), number: try row.get("case_number"),
                unit: try Stored.unit(row, "unit"), standard: try row.get("standard"),
                clock: LegalClock(
                    number: try row.get("number"), round: try row.get("round"), declaredAt: try row.get("declared_at"),
                    workingDays: try row.get("working_days"), dueOn: try Stored.day(row, "due_on"),
                    dueAt: try row.get("due_at"), calendarVersion: try row.get("calendar_version")))
        }
    }

    /// How these clocks move.
    func moves(_ clocks: [RunningClock], in tx: Transaction) throws -> [Move] {
        let standards = try ReferenceStore.standards(Set(clocks.map(\.standard)), in: tx)
        return try clocks.compactMap { running in
            // A clock was opened under a standard, so its standard is here.
            guard let standard = standards[running.standard] else { return nil }
            var clock = running.clock
            return try self.reprojector.move(&clock, under: ClockTerms(standard, at: running.unit)).map {
                Move(caseID: running.caseID, reprojection: $0)
            }
        }
    }

    /// The terms of one clock; `nil` while its standard is not here.
    func terms(of clock: RunningClock, in tx: Transaction) throws -> ClockTerms? {
        try ReferenceStore.standard(clock.standard, in: tx).map { ClockTerms($0, at: clock.unit) }
    }
}
