/// An officer takes a case from the unit's worklist.
public struct TakeCase: Command, Hashable {
    public static let type: MessageType = "case.take.v1"

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
