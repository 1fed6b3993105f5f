public import Foundation

/// The evaluation is closed. Opinions and minutes stay inside Review.
public struct CaseEvaluated: Event, Hashable {
    public static let type: MessageType = "case.evaluated.v1"

    /// The case.
    public var caseId: CaseID
    /// How many evaluators gave an opinion.
    public var opinions: Int
    /// When.
    public var evaluatedAt: Date
    /// The officer.
    public var by: Actor

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(caseId: CaseID, opinions: Int, evaluatedAt: Date, by: Actor) {
        self.caseId = caseId
        self.opinions = opinions
        self.evaluatedAt = evaluatedAt
        self.by = by
    }
}
