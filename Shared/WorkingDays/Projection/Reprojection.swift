public import Contracts

/// How a newer calendar has moved a running clock: what is told to applicant and officer, and kept.
public struct Reprojection: Hashable, Sendable {
    /// The clock's number in its case.
    public let clock: Int
    /// The calendar that the clock was counted with before.
    public let fromVersion: Int
    /// The calendar that it is counted with now.
    public let toVersion: Int
    /// Its end before.
    public let old: DueDate
    /// Its end now.
    public let new: DueDate
    /// The days that have become off or working between the declaration and the later of both ends.
    public let changes: [CalendarDifference.Change]
    /// Why the newer version came, as it says itself.
    public let decree: String?

    /// Why the end has moved, in Indonesian.
    public var reason: String {
        let days = self.changes.map(\.words).joined(separator: "; ")
        let version = "Kalender kerja versi \(self.toVersion) menggantikan versi \(self.fromVersion)"
        return version + (self.decree.map { " (\($0))" } ?? "") + (days.isEmpty ? "." : ": \(days).")
    }
}

/// Counts running clocks anew by a newer calendar. Only a clock with a changed day between its declaration and its end can
/// move; every other one is left as it is, and an ended one is never touched.
public struct Reprojector: Sendable {
    private let calendar: WorkingDayCalendar
    private let differences: [Int: CalendarDifference]

    /// - Parameter differences: from each version by which a running clock may have been counted, to the newer calendar.
    public init(onto calendar: WorkingDayCalendar, differences: [CalendarDifference]) {
        self.calendar = calendar
        self.differences = Dictionary(
            differences.filter { $0.to == calendar.version.version }.map { ($0.from, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The calendar version that is counted onto.
    public var version: CalendarVersion { self.calendar.version }

    /// Counts one clock anew.
    ///
    /// - Returns: how it moved; `nil` for one that stays, has ended, or is counted with this version already.
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` when the newer calendar does not reach to its end.
    public func move(_ clock: inout LegalClock, under terms: ClockTerms) throws(CalendarError) -> Reprojection? {
        guard clock.isRunning, clock.calendarVersion != self.version.version else { return nil }
        let start = Day(of: clock.declaredAt, offset: terms.zone.offset)
        let difference = self.differences[clock.calendarVersion]
        if let difference, clock.dueOn <= self.version.coveredUntil, self.version.coveredFrom <= start,
            difference.changes(at: terms.unit, after: start, through: clock.dueOn).isEmpty
        {
            return nil
        }
        let new = try DueDate(
            declared: clock.declaredAt, workingDays: clock.workingDays, under: terms, calendar: self.calendar)
        guard new != clock.due else { return nil }
        let moved = Reprojection(
            clock: clock.number, fromVersion: clock.calendarVersion, toVersion: self.version.version, old: clock.due,
            new: new,
            changes: difference?.changes(at: terms.unit, after: start, through: max(clock.dueOn, new.day)) ?? [],
            decree: self.version.reason)
        clock.move(to: new, by: self.version.version)
        return moved
    }
}
