public import Contracts

/// Who is signed in, as the token says it. True for at most ten minutes after a role was lost or the person signed out.
public struct Identity: Hashable, Sendable {
    /// The person.
    public var personID: PersonID
    /// The name to show; personal data, never logged.
    public var name: String
    /// The institution that an applicant works for.
    public var institution: String?
    /// What the person may do, and where.
    public var grants: [Grant]
    /// The session at Intake from which the token was made.
    public var sessionID: String
    /// The secret that every form of this session repeats in `_csrf`; the same over all tokens of one session.
    public var csrf: String

    /// An identity with everything said.
    public init(
        personID: PersonID, name: String, institution: String?, grants: [Grant], sessionID: String, csrf: String
    ) {
        self.personID = personID
        self.name = name
        self.institution = institution
        self.grants = grants
        self.sessionID = sessionID
        self.csrf = csrf
    }

    /// Whether the person holds the role at any unit, or without one.
    public func holds(_ role: Role) -> Bool { self.grants.contains { $0.role == role } }

    /// Whether the person holds the role at exactly this unit.
    public func holds(_ role: Role, at unit: UnitCode) -> Bool { self.grants.contains(Grant(role, at: unit)) }

    /// The units at which the person holds the role, in order of their codes.
    public func units(as role: Role) -> [UnitCode] {
        Set(self.grants.filter { $0.role == role }.compactMap(\.unit)).sorted()
    }
}
