/// Approves and signs the letter in one act. Never the drafter or last editor.
public struct SignLetter: Command, Hashable {
    public static let type: MessageType = "case.sign-letter.v1"

    /// The case.
    public var caseId: CaseID
    /// The version of the case that the sender saw.
    public var version: Int
    /// The number from the unit's own register, when the unit has configured no block.
    public var letterNumber: String?

    /// Takes every part as it is.
    public init(caseId: CaseID, version: Int, letterNumber: String? = nil) {
        self.caseId = caseId
        self.version = version
        self.letterNumber = letterNumber
    }
}
