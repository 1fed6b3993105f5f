/// The evaluation is finished.
public struct CloseEvaluation: Command, Hashable {
    public static let type: MessageType = "case.close-evaluation.v1"

    /// The case.
    public var caseId: CaseID
    /// The version of the case that the sender saw.
    public var version: Int
    /// What was discussed.
    public var minutes: String

    /// Takes every part as it is.
    public init(caseId: CaseID, version: Int, minutes: String) {
        self.caseId = caseId
        self.version = version
        self.minutes = minutes
    }
}
