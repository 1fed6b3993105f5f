public import Contracts
public import Foundation

/// The letter of a case: a draft until it is signed, and never changed afterwards.
public struct Letter: Hashable, Sendable {
    /// Its identity from the first draft on.
    public let id: LetterID
    /// Layak, or tidak layak.
    public var outcome: LetterOutcome
    /// Saran, in the order of the letter.
    public var advice: [String]
    /// Why it is refused.
    public var reasons: [String]
    /// Who drafted it first.
    public let draftedBy: Actor
    /// When it was drafted first.
    public let draftedAt: Date
    /// Who wrote the words that stand now.
    public var lastEditedBy: Actor
    /// When they were written.
    public var lastEditedAt: Date
    /// Set in the one act of approval and signing.
    public var issue: LetterIssue?

    /// Takes every part as it is.
    public init(
        id: LetterID, outcome: LetterOutcome, advice: [String], reasons: [String], draftedBy: Actor, draftedAt: Date,
        lastEditedBy: Actor, lastEditedAt: Date, issue: LetterIssue? = nil
    ) {
        self.id = id
        self.outcome = outcome
        self.advice = advice
        self.reasons = reasons
        self.draftedBy = draftedBy
        self.draftedAt = draftedAt
        self.lastEditedBy = lastEditedBy
        self.lastEditedAt = lastEditedAt
        self.issue = issue
    }
}

/// What the act of signing adds to a letter.
public struct LetterIssue: Hashable, Sendable {
    /// `B-1145/61040/VS.190/2026`.
    public let letterNumber: String
    /// `V-26.6104.001`; a refusal has none.
    public let recommendationNumber: String?
    /// Random; what the verification page asks for.
    public let verificationCode: String
    /// Of the PDF, lower-case hexadecimal.
    public let sha256: String
    /// Bytes of the PDF.
    public let size: Int
    /// The moment of approval and signing.
    public let at: Date
    /// The signer.
    public let signedBy: Actor
    /// The office as it stands under the letter.
    public let signerOffice: String

    /// Takes every part as it is.
    public init(
        letterNumber: String, recommendationNumber: String?, verificationCode: String, sha256: String, size: Int,
        at: Date, signedBy: Actor, signerOffice: String
    ) {
        self.letterNumber = letterNumber
        self.recommendationNumber = recommendationNumber
        self.verificationCode = verificationCode
        self.sha256 = sha256
        self.size = size
        self.at = at
        self.signedBy = signedBy
        self.signerOffice = signerOffice
    }
}
