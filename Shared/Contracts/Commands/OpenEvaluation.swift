/// A team is to evaluate the design.
public struct OpenEvaluation: Command, Hashable {
    public static let type: MessageType = "case.open-evaluation.v1"

    /// The case.
    public var caseId: CaseID
    /// The version of the case that the sender saw.
    public var version: Int

    /// Takes every part as it is.
    public init(caseId: CaseID, version: Int) {
        self.caseId = caseId
        self.version = version
    }
}
