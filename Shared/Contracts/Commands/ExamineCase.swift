/// The examination with a finding per item. One finding of `correction` requests a correction; otherwise the case is examined.
public struct ExamineCase: Command, Hashable {
    public static let type: MessageType = "case.examine.v1"

    /// The case.
    public var caseId: CaseID
    /// The version of the case that the sender saw.
    public var version: Int
    /// At least one.
    public var findings: [Finding]
    /// A word to the whole.
    public var note: String?

    /// Takes every part as it is.
    public init(caseId: CaseID, version: Int, findings: [Finding], note: String? = nil) {
        self.caseId = caseId
        self.version = version
        self.findings = findings
        self.note = note
    }
}
