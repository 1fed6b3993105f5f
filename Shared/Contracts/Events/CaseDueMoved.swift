public import Foundation

/// A newer calendar has moved the end of a running legal clock: a decree made a day off, or gave one back.
public struct CaseDueMoved: Event, Hashable {
    public static let type: MessageType = "case.due-moved.v1"

    /// The case.
    public var caseId: CaseID
    /// Which clock of the case, from 1.
    public var clock: Int
    /// The last working day before.
    public var oldDueOn: Day
    /// The end of service hours of that day.
    public var oldDueAt: Date
    /// The last working day now.
    public var newDueOn: Day
    /// The end of service hours of that day.
    public var newDueAt: Date
    /// The calendar by which it was counted before.
    public var oldCalendarVersion: Int
    /// The calendar by which it is counted now.
    public var calendarVersion: Int
    /// Which days have changed by which decree, in Indonesian.
    public var reason: String
    /// When.
    public var movedAt: Date

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(
        caseId: CaseID, clock: Int, oldDueOn: Day, oldDueAt: Date, newDueOn: Day, newDueAt: Date,
        oldCalendarVersion: Int, calendarVersion: Int, reason: String, movedAt: Date
    ) {
        self.caseId = caseId
        self.clock = clock
        self.oldDueOn = oldDueOn
        self.oldDueAt = oldDueAt
        self.newDueOn = newDueOn
        self.newDueAt = newDueAt
        self.oldCalendarVersion = oldCalendarVersion
        self.calendarVersion = calendarVersion
        self.reason = reason
        self.movedAt = movedAt
    }
}
