/// Drafts the letter, or drafts it anew.
public struct DraftLetter: Command, Hashable {
    public static let type: MessageType = "case.draft-letter.v1"

    /// The case.
    public var caseId: CaseID
    /// The version of the case that the sender saw.
    public var version: Int
    /// Layak, or tidak layak.
    public var outcome: LetterOutcome
    /// Saran, in the order of the letter.
    public var advice: [String]
    /// Why it is refused; at least one when it is.
    public var reasons: [String]

    /// Takes every part as it is.
    public init(caseId: CaseID, version: Int, outcome: LetterOutcome, advice: [String], reasons: [String]) {
        self.caseId = caseId
        self.version = version
        self.outcome = outcome
        self.advice = advice
        self.reasons = reasons
    }
}
