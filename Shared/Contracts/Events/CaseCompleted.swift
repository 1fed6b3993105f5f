public import Foundation

/// Delivered and rated, or fourteen days after delivery.
public struct CaseCompleted: Event, Hashable {
    public static let type: MessageType = "case.completed.v1"

    /// The case.
    public var caseId: CaseID
    /// Whether a rating came.
    public var rated: Bool
    /// When.
    public var completedAt: Date

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(caseId: CaseID, rated: Bool, completedAt: Date) {
        self.caseId = caseId
        self.rated = rated
        self.completedAt = completedAt
    }
}
