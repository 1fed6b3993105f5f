/// An evaluator gives an opinion; it cannot be changed after the evaluation is closed.
public struct GiveOpinion: Command, Hashable {
    public static let type: MessageType = "case.give-opinion.v1"

    /// The case.
    public var caseId: CaseID
    /// The version of the case that the sender saw.
    public var version: Int
    /// What the evaluator recommends.
    public var recommends: LetterOutcome
    /// The reasons.
    public var text: String

    /// Takes every part as it is.
    public init(caseId: CaseID, version: Int, recommends: LetterOutcome, text: String) {
        self.caseId = caseId
        self.version = version
        self.recommends = recommends
        self.text = text
    }
}
