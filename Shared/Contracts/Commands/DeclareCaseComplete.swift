/// The file is complete and clear; the legal clock starts.
public struct DeclareCaseComplete: Command, Hashable {
    public static let type: MessageType = "case.declare-complete.v1"

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
