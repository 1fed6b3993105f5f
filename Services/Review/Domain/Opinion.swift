public import Contracts
public import Foundation

/// What one evaluator thinks. Internal: applicants never see it.
public struct Opinion: Hashable, Sendable {
    /// The evaluator.
    public let by: Actor
    /// What the evaluator recommends.
    public let recommends: LetterOutcome
    /// The reasons.
    public let text: String
    /// When.
    public let at: Date

    /// Takes every part as it is.
    public init(by: Actor, recommends: LetterOutcome, text: String, at: Date) {
        self.by = by
        self.recommends = recommends
        self.text = text
        self.at = at
    }
}
