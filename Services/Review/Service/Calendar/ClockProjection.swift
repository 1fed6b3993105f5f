import Contracts
import Foundation
import MessagingLive
import Postgres
import ReviewDomain
import WorkingDays

/// Carries the newest calendar through the running clocks, a batch in each transaction. The row of the version holds the
/// place that was reached and is the fence: whoever has it locked works, and a crash loses nothing and repeats nothing.
struct ClockProjection: Sendable {
    /// Goes on where a process was stopped.
    static let timer = "review.project-clocks"
    /// How long the process that loaded a calendar has for itself before a timer looks whether it has finished.
    static let patience: TimeInterval = 60
    /// Clocks in one transaction: about a tenth of a second, so that an officer's step waits for no longer.
    var batch = 1000

    /// How far it has come.
    struct Progress: Hashable, Sendable {
        var version: Int
        /// Clocks that might have moved, and were counted anew.
        var checked = 0
        /// Clocks whose end has moved.
        var moved = 0
        var isFinished = false
    }

    let identifiers: IdentifierSource

    /// Writes down that running clocks are to be counted by this version; what an older one had left is done with it.
    static func begin(_ calendar: CalendarVersion, at now: Date, in tx: Transaction) throws {
        try tx.execute("UPDATE calendar_projection SET finished_at = \(now) WHERE finished_at IS NULL")
        try tx.execute("INSERT INTO calendar_projection (version, began_at) VALUES (\(calendar.version), \(now))")
        // The operator's command loads before a service with this timer has ever started, too.
        try Timers.declare([Self.handler(identifiers: .system)], in: tx)
        try Timers.arm(
            name: Self.timer, subject: "\(calendar.version)", due: now.addingTimeInterval(Self.patience), in: tx)
    }

    /// Goes on when the process that began has not finished.
    static func handler(identifiers: IdentifierSource) -> TimerHandler {
        TimerHandler(name: self.timer) { timer, tx, now in
            let progress = try ClockProjection(identifiers: identifiers).step(at: now, in: tx)
            let isLeft = try tx.one(
                "SELECT EXISTS (SELECT 1 FROM calendar_projection WHERE finished_at IS NULL) AS is_left"
            ) { try $0.get("is_left", as: Bool.self) }
            guard isLeft else { return }
            // Another process has it; that one may still be stopped.
            let pause = progress == nil ? Self.patience : 0
            try Timers.arm(name: self.timer, subject: timer.subject, due: now.addingTimeInterval(pause), in: tx)
        }
    }

    /// Carries the newest calendar through all running clocks.
    ///
    /// - Returns: the whole of it; `nil` when nothing was to be done, or another process does it.
    func run(on database: Database, now: @Sendable () -> Date) async throws -> Progress? {
        var last: Progress?
        while !Task.isCancelled {
            let moment = now()
            guard let progress = try await database.transaction({ try self.step(at: moment, in: $0) }) else { break }
            last = progress
            if progress.isFinished { break }
        }
        return last
    }

    /// One batch.
    ///
    /// - Returns: how far it has come; `nil` when nothing is left, or another process has the row.
    func step(at now: Date, in tx: Transaction) throws -> Progress? {
        let row = try tx.first(
            """
            SELECT version, after_case, checked, moved FROM calendar_projection WHERE finished_at IS NULL
             ORDER BY version DESC LIMIT 1 FOR UPDATE SKIP LOCKED
            """
        ) { row in
            (
                progress: Progress(
                    version: try row.get("version"), checked: try row.get("checked"), moved: try row.get("moved")),
                after: try row.get("after_case", as: UUID.self)
            )
        }
        guard var progress = row?.progress, let after = row?.after else { return nil }
        let moment = Date(timeIntervalSince1970: (now.timeIntervalSince1970 * 1000).rounded(.down) / 1000)
        var last = after
        if let work = try ProjectionWork(version: progress.version, in: tx) {
            let clocks = try work.clocks(after: after, limit: self.batch, in: tx)
            let moves = try work.moves(clocks, in: tx)
            try ClockMoveStore.apply(moves, at: moment, in: tx)
            for move in moves {
                try Outbox.append(move.event(at: moment), at: moment, by: .review, ids: self.identifiers, in: tx)
            }
            progress.checked += clocks.count
            progress.moved += moves.count
            progress.isFinished = clocks.count < self.batch
            last = clocks.last?.caseID.uuid ?? after
        } else {
            progress.isFinished = true
        }
        try tx.execute(
            """
            UPDATE calendar_projection SET after_case = \(last), checked = \(progress.checked),
                   moved = \(progress.moved), finished_at = \(progress.isFinished ? moment : nil)
             WHERE version = \(progress.version)
            """)
        return progress
    }

    /// Refuses a calendar that a running clock would outlast: its end could not be told any more.
    ///
    /// - Throws: ``CalendarRefused/outlasted(case:clock:_:)`` for the first of them.
    static func checkReach(of calendar: CalendarVersion, in tx: Transaction) throws {
        // A change of days moves an end by weeks at most; clocks that end or began near the calendar's edges are counted.
        let margin = 60
        let work = try ProjectionWork(onto: calendar, in: tx)
        let clocks = try work.clocks(
            declaredBefore: calendar.coveredFrom.advanced(by: 2),
            orDueAfter: calendar.coveredUntil.advanced(by: -margin), in: tx)
        for var clock in clocks {
            guard let terms = try work.terms(of: clock, in: tx) else { continue }
            do {
                _ = try work.reprojector.move(&clock.clock, under: terms)
            } catch {
                throw CalendarRefused.outlasted(case: clock.number, clock: clock.clock.number, error)
            }
        }
    }
}
