/// Why data may be processed.
public struct LegalBasis: Hashable, Sendable, Codable, Identifiable {
    /// `public-duty`, `consent`, `security`.
    public let id: String
    /// In Indonesian.
    public let words: String
    /// The law.
    public let source: String
    /// Whether the law's own text was read for it.
    public let isVerified: Bool

    /// The basis on which only what may be left out can rest.
    public static let consent = "consent"
}
