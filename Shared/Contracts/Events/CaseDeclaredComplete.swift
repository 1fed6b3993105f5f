public import Foundation

/// The file is complete and clear: the legal clock runs.
public struct CaseDeclaredComplete: Event, Hashable {
    public static let type: MessageType = "case.declared-complete.v1"

    /// The case.
    public var caseId: CaseID
    /// The round that was declared complete.
    public var round: Int
    /// Which clock of the case, from 1.
    public var clock: Int
    /// Day 0 is the local date of this moment.
    public var declaredAt: Date
    /// Length of the clock.
    public var workingDays: Int
    /// The last working day of the clock.
    public var dueOn: Day
    /// The end of service hours of that day.
    public var dueAt: Date
    /// The calendar by which it was counted.
    public var calendarVersion: Int
    /// The officer.
    public var by: Actor

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(
        caseId: CaseID, round: Int, clock: Int, declaredAt: Date, workingDays: Int, dueOn: Day, dueAt: Date,
        calendarVersion: Int, by: Actor
    ) {
        self.caseId = caseId
        self.round = round
        self.clock = clock
        self.declaredAt = declaredAt
        self.workingDays = workingDays
        self.dueOn = dueOn
        self.dueAt = dueAt
        self.calendarVersion = calendarVersion
        self.by = by
    }
}
