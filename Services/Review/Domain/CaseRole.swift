public import Contracts

/// What a person may do for a unit. The words are those of the accounts.
public enum CaseRole: String, Hashable, Sendable, Codable, CaseIterable {
    case officer, evaluator, signer
}

/// A person who acts for the unit that has the case, with the roles held there.
public struct CaseWorker: Hashable, Sendable {
    /// Who.
    public let actor: Actor
    /// The roles at the unit of the case; empty for somebody of another unit.
    public let roles: Set<CaseRole>

    /// Takes every part as it is.
    public init(actor: Actor, roles: Set<CaseRole>) {
        self.actor = actor
        self.roles = roles
    }
}
