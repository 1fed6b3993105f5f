public import Foundation

/// The examination is finished and nothing must be corrected.
public struct CaseExamined: Event, Hashable {
    public static let type: MessageType = "case.examined.v1"

    /// The case.
    public var caseId: CaseID
    /// The round that was examined.
    public var round: Int
    /// One for each item that was looked at.
    public var findings: [Finding]
    /// When.
    public var examinedAt: Date
    /// The officer.
    public var by: Actor

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(caseId: CaseID, round: Int, findings: [Finding], examinedAt: Date, by: Actor) {
        self.caseId = caseId
        self.round = round
        self.findings = findings
        self.examinedAt = examinedAt
        self.by = by
    }
}
