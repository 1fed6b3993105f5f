public import Contracts
public import Foundation

/// A step that was taken: one line of a case's history, never changed afterwards.
public struct StepRecord: Hashable, Sendable {
    /// The version of the case after the step.
    public let version: Int
    /// What was done.
    public let step: CaseStep
    /// The state after the step.
    public let state: CaseState
    /// The round of the form.
    public let round: Int
    /// The person of the unit; `nil` for the applicant and for steps that followed from a message.
    public let by: Actor?
    /// When.
    public let at: Date

    /// Takes every part as it is.
    public init(version: Int, step: CaseStep, state: CaseState, round: Int, by: Actor?, at: Date) {
        self.version = version
        self.step = step
        self.state = state
        self.round = round
        self.by = by
        self.at = at
    }

    /// Who took the step, in words for the pages.
    public var whoDidIt: String {
        if let by = self.by { return by.name }
        return self.step == .resubmit || self.step == .open ? "Pemohon" : "Sistem"
    }
}
