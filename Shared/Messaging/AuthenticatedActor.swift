public import Contracts

/// The person on whose behalf a program sends a command, as the verified token names them.
public struct AuthenticatedActor: Hashable, Sendable, Codable {
    /// A role, and where it counts.
    public struct Grant: Hashable, Sendable, Codable {
        /// `applicant`, `officer`, `evaluator`, `signer`, `supervisor`, `operator`.
        public var role: String
        /// The unit in which the role counts; `nil` when the role knows no unit.
        public var unit: UnitCode?

        /// A role at a unit.
        public init(role: String, unit: UnitCode? = nil) {
            self.role = role
            self.unit = unit
        }
    }

    /// The account.
    public var personID: PersonID
    /// As it is shown to colleagues and written under findings.
    public var name: String
    /// All roles.
    public var grants: [Grant]

    /// An actor with everything said.
    public init(personID: PersonID, name: String, grants: [Grant]) {
        self.personID = personID
        self.name = name
        self.grants = grants
    }

    /// Whether the person holds the role at the unit.
    public func holds(_ role: String, at unit: UnitCode) -> Bool {
        self.grants.contains { $0.role == role && $0.unit == unit }
    }
}
