public import Contracts
public import Foundation

/// Every clock of one case, in order: at most the last one runs, and one that has ended is never changed.
public struct ClockLedger: Hashable, Sendable {
    /// What the case's standard promises.
    public let terms: ClockTerms
    /// In order; numbers from 1.
    public private(set) var clocks: [LegalClock]

    /// A ledger with the clocks that a case had so far.
    public init(terms: ClockTerms, clocks: [LegalClock] = []) {
        self.terms = terms
        self.clocks = clocks
    }

    /// The clock that runs now.
    public var running: LegalClock? { self.clocks.last.flatMap { $0.isRunning ? $0 : nil } }

    /// The file of a round is complete and clear: a clock opens.
    ///
    /// - Returns: the clock; `nil` while another one runs, and nothing has changed then.
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` when the calendar does not reach to its end.
    @discardableResult
    public mutating func open(
        round: Int, at moment: Date, calendar: WorkingDayCalendar
    ) throws(CalendarError) -> LegalClock? {
        guard self.running == nil else { return nil }
        let clock = try LegalClock(
            after: self.clocks, round: round, declaredAt: moment, under: self.terms, calendar: calendar)
        self.clocks.append(clock)
        return clock
    }

    /// The running clock ends; without one nothing changes.
    public mutating func end(at moment: Date, because reason: LegalClock.EndReason) {
        guard !self.clocks.isEmpty else { return }
        self.clocks[self.clocks.count - 1].end(at: moment, because: reason)
    }

    /// A newer calendar has come: the running clock's end is counted anew.
    ///
    /// - Parameter older: the versions before it; a clock that stayed where it was may still carry an old one.
    /// - Returns: how it moved; `nil` when it stays.
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` when the newer calendar does not reach to its end.
    @discardableResult
    public mutating func take(
        _ calendar: WorkingDayCalendar, after older: [CalendarVersion]
    ) throws(CalendarError) -> Reprojection? {
        guard let last = self.clocks.indices.last else { return nil }
        let projector = Reprojector(
            onto: calendar, differences: older.map { CalendarDifference(from: $0, to: calendar.version) })
        return try projector.move(&self.clocks[last], under: self.terms)
    }
}
