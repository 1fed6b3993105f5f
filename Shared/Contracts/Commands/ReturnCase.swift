/// The file is not complete.
public struct ReturnCase: Command, Hashable {
    public static let type: MessageType = "case.return.v1"

    /// The case.
    public var caseId: CaseID
    /// The version of the case that the sender saw.
    public var version: Int
    /// At least one, each about an item of the form.
    public var remarks: [Remark]
    /// A word to the whole.
    public var note: String?

    /// Takes every part as it is.
    public init(caseId: CaseID, version: Int, remarks: [Remark], note: String? = nil) {
        self.caseId = caseId
        self.version = version
        self.remarks = remarks
        self.note = note
    }
}
