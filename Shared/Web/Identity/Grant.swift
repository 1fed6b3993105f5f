public import Contracts

/// A role that a person holds, at one unit or, for applicants and operators, without one.
public struct Grant: Hashable, Sendable, Codable {
    /// What the person may be.
    public var role: Role
    /// Where; `nil` for roles that belong to no unit.
    public var unit: UnitCode?

    /// A role at a unit.
    public init(_ role: Role, at unit: UnitCode? = nil) {
        self.role = role
        self.unit = unit
    }
}
