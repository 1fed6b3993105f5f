public import Foundation

/// The file is not complete: what is missing, item by item. No clock of working days runs; the applicant has until a day to
/// complete it.
public struct CaseReturned: Event, Hashable {
    public static let type: MessageType = "case.returned.v1"

    /// The case.
    public var caseId: CaseID
    /// The round that was looked at.
    public var round: Int
    /// At least one.
    public var remarks: [Remark]
    /// A word to the whole.
    public var note: String?
    /// When.
    public var returnedAt: Date
    /// The day by which the file is to be completed; came later.
    public var answerBy: Day?
    /// The officer.
    public var by: Actor

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(
        caseId: CaseID, round: Int, remarks: [Remark], note: String? = nil, returnedAt: Date, answerBy: Day? = nil,
        by: Actor
    ) {
        self.caseId = caseId
        self.round = round
        self.remarks = remarks
        self.note = note
        self.returnedAt = returnedAt
        self.answerBy = answerBy
        self.by = by
    }
}
