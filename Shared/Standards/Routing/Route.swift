public import Contracts

/// Where a submission goes, and why.
public struct Route: Hashable, Sendable {
    /// The unit in charge.
    public let unit: UnitCode
    /// Units that get a copy of the letter (tembusan).
    public let copies: [UnitCode]
    /// The rule about the area that holds.
    public let rule: AreaRule
    /// Whether headquarters is in charge because the organiser is a central agency.
    public let isCentralAgency: Bool
    /// Where the deciding rule stands.
    public let source: String
}
