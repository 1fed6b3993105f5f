/// What the law gives an office only hours for (UU 27/2022).
public struct PrivacyDuty: Hashable, Sendable, Codable, Identifiable {
    /// Which duty.
    public let id: ID
    /// What must be done, in Indonesian.
    public let words: String
    /// Clock hours, not working days: 3 × 24.
    public let hours: Int
    /// From when they count, in Indonesian.
    public let start: String
    /// Who must be told, in Indonesian.
    public let notifies: [String]
    /// What a notice must say at least, in Indonesian.
    public let contents: [String]
    /// The article.
    public let source: String
    /// Whether the article's own text was read.
    public let isVerified: Bool

    /// The duties with a clock.
    public enum ID: String, Hashable, Sendable, Codable, CaseIterable {
        /// Correct what is wrong.
        case correct
        /// Give access and a copy.
        case access
        /// Stop after consent was withdrawn.
        case withdraw
        /// Suspend or restrict.
        case restrict
        /// Tell of a breach.
        case breach
    }
}

/// What a person may ask for.
public struct PrivacyRight: Hashable, Sendable, Codable {
    /// In Indonesian.
    public let words: String
    /// The articles.
    public let source: String
}

/// Two duties that cannot both be done to the letter, and what applies.
public struct PrivacyConflict: Hashable, Sendable, Codable {
    /// What each of them says.
    public let says: String
    /// What is done.
    public let applies: String
    /// Why.
    public let because: String
    /// Who decided it, or that it is a proposal.
    public let source: String
}
