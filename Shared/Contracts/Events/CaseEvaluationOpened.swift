public import Foundation

/// A team evaluates the design.
public struct CaseEvaluationOpened: Event, Hashable {
    public static let type: MessageType = "case.evaluation-opened.v1"

    /// The case.
    public var caseId: CaseID
    /// When.
    public var openedAt: Date
    /// The officer.
    public var by: Actor

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(caseId: CaseID, openedAt: Date, by: Actor) {
        self.caseId = caseId
        self.openedAt = openedAt
        self.by = by
    }
}
