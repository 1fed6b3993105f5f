/// How long data is kept, and who set that.
public struct Retention: Hashable, Sendable, Codable, Identifiable {
    /// `case`, `outbox` …
    public let id: String
    /// In Indonesian.
    public let words: String
    /// Days, at least 0; `nil` while nobody has set a length.
    public let days: Int?
    /// Who sets it.
    public let setBy: Origin
    /// The text that sets it, or that a decision is missing.
    public let source: String

    /// Who sets how long data is kept.
    public enum Origin: String, Hashable, Sendable, Codable, CaseIterable {
        /// A law or regulation.
        case law
        /// The office has to decide; until then there is no length.
        case office
        /// This program, for what only it needs.
        case service
    }

    /// Whether the office still has to decide.
    public var isUndecided: Bool { self.setBy == .office && self.days == nil }
}
