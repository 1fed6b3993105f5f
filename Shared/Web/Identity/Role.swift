/// What a person may be in Layak. A grant gives a role at a unit; an applicant's has no unit.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// An institution's producer of data, who submits and rates.
    case applicant
    /// Takes cases of a unit, checks and examines them, drafts letters.
    case officer
    /// Gives opinions in a unit's evaluations.
    case evaluator
    /// Approves and signs a unit's letters.
    case signer
    /// Sees a unit's work and hands it on.
    case supervisor
    /// Keeps the system running: messages, parked messages.
    case operatingStaff = "operator"
}
