public import Foundation

/// An applicant has rated the service; a later rating of the same case replaces it. The comment stays with Rating.
public struct RatingGiven: Event, Hashable {
    public static let type: MessageType = "rating.given.v1"

    /// The case.
    public var caseId: CaseID
    /// The unit that served.
    public var unit: UnitCode
    /// 1 to 5.
    public var score: Int
    /// When.
    public var givenAt: Date

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(caseId: CaseID, unit: UnitCode, score: Int, givenAt: Date) {
        self.caseId = caseId
        self.unit = unit
        self.score = score
        self.givenAt = givenAt
    }
}
