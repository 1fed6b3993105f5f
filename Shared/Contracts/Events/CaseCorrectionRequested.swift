public import Foundation

/// The examination found what must be corrected. The legal clock ends; three calendar months remain for the answer.
public struct CaseCorrectionRequested: Event, Hashable {
    public static let type: MessageType = "case.correction-requested.v1"

    /// The case.
    public var caseId: CaseID
    /// The round that was examined.
    public var round: Int
    /// At least one.
    public var remarks: [Remark]
    /// A word to the whole.
    public var note: String?
    /// When.
    public var requestedAt: Date
    /// Three calendar months later.
    public var answerBy: Day
    /// The officer.
    public var by: Actor

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(
        caseId: CaseID, round: Int, remarks: [Remark], note: String? = nil, requestedAt: Date, answerBy: Day, by: Actor
    ) {
        self.caseId = caseId
        self.round = round
        self.remarks = remarks
        self.note = note
        self.requestedAt = requestedAt
        self.answerBy = answerBy
        self.by = by
    }
}
