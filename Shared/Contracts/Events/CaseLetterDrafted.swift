public import Foundation

/// A letter is drafted and waits for its signer.
public struct CaseLetterDrafted: Event, Hashable {
    public static let type: MessageType = "case.letter-drafted.v1"

    /// The case.
    public var caseId: CaseID
    /// The letter.
    public var letterId: LetterID
    /// What the draft says.
    public var outcome: LetterOutcome
    /// When.
    public var draftedAt: Date
    /// The drafter.
    public var by: Actor

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(caseId: CaseID, letterId: LetterID, outcome: LetterOutcome, draftedAt: Date, by: Actor) {
        self.caseId = caseId
        self.letterId = letterId
        self.outcome = outcome
        self.draftedAt = draftedAt
        self.by = by
    }
}

/// What a letter says.
public enum LetterOutcome: String, Hashable, Sendable, Codable {
    /// Layak.
    case feasible
    /// Tidak layak.
    case refused
}
