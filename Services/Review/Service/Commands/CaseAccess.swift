import Contracts
import Messaging
import ReviewDomain

/// Who may see a case, and as whom they act on it.
enum CaseAccess {
    /// The roles that show a unit's cases.
    static let readers = ["officer", "evaluator", "signer", "supervisor"]

    /// Whether the person holds a role at the unit that shows its cases.
    static func mayRead(_ unit: UnitCode, _ actor: AuthenticatedActor) -> Bool {
        self.readers.contains { actor.holds($0, at: unit) }
    }

    /// The person with the roles held at the unit of the case.
    static func worker(_ actor: AuthenticatedActor, at unit: UnitCode) -> CaseWorker {
        CaseWorker(
            actor: Actor(personId: actor.personID, name: actor.name, unit: unit),
            roles: Set(CaseRole.allCases.filter { actor.holds($0.rawValue, at: unit) }))
    }

    /// The units whose cases the person may see.
    static func units(of actor: AuthenticatedActor) -> [UnitCode] {
        Set(actor.grants.filter { self.readers.contains($0.role) }.compactMap(\.unit)).sorted()
    }
}
