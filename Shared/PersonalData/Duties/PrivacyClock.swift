public import Foundation
import WorkingDays

/// The clock of one duty: it counts hours of the clock through nights, weekends and holidays, in every zone alike, and so
/// asks no calendar.
public struct PrivacyClock: Hashable, Sendable {
    /// What must be done.
    public let duty: PrivacyDuty
    /// The request came in, or the breach became known.
    public let startedAt: Date
    /// When it was done; `nil` while it is not.
    public private(set) var doneAt: Date?

    /// A clock that runs, or one that was stopped.
    public init(_ duty: PrivacyDuty, startedAt: Date, doneAt: Date? = nil) {
        self.duty = duty
        self.startedAt = startedAt
        self.doneAt = doneAt
    }

    /// The last moment in time.
    public var dueAt: Date { HourTerm(hours: self.duty.hours).due(after: self.startedAt) }

    /// Stops the clock; what was done once stays done when it was.
    public mutating func stop(at moment: Date) {
        if self.doneAt == nil { self.doneAt = moment }
    }

    /// How the duty stands. Done exactly at the end is in time.
    public func state(at now: Date) -> State {
        if let doneAt { return doneAt <= self.dueAt ? .met : .missed }
        return now <= self.dueAt ? .open : .overdue
    }

    /// Whole hours that are left, rounded down; below zero once it is late.
    public func hoursLeft(at now: Date) -> Int {
        Int((self.dueAt.timeIntervalSince(now) / 3600).rounded(.down))
    }

    /// How a duty stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case open, met, overdue, missed
    }
}
