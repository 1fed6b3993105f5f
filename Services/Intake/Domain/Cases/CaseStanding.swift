/// Round and stage of a case. Events of several streams arrive in any order, so a step back is no step.
public struct CaseStanding: Hashable, Sendable {
    /// From 1; one more with each resubmission.
    public var round: Int
    /// Within the round.
    public var stage: CaseStage

    /// A standing.
    public init(round: Int, stage: CaseStage) {
        self.round = round
        self.stage = stage
    }

    /// The standing after a fact; `nil` when the fact is older than what is known.
    ///
    /// - Parameter round: the round that the fact speaks of; `nil` when it does not say.
    public func advanced(to stage: CaseStage, round: Int? = nil) -> CaseStanding? {
        let round = round ?? self.round
        if round < self.round { return nil }
        if round == self.round, stage.rank <= self.stage.rank { return nil }
        // A decided case has no further rounds.
        if round > self.round, self.stage.isDecided { return nil }
        return CaseStanding(round: round, stage: stage)
    }
}
