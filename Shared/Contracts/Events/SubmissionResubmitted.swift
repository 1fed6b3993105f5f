public import Foundation

/// The applicant has answered remarks: the whole form again, in its next round.
public struct SubmissionResubmitted: Event, Hashable {
    public static let type: MessageType = "submission.resubmitted.v1"

    /// The case.
    public var caseId: CaseID
    /// The number that people use, unique in the nation: `LYK-2026-0000-000123`.
    public var caseNumber: String
    /// 1 for the first submission, one more after each correction.
    public var round: Int
    /// The unit in charge, by the regions of data collection.
    public var unit: UnitCode
    /// The version of the unit's service standard that the case is pinned to: `0000@1`.
    public var standard: String
    /// Who submits.
    public var applicant: Applicant
    /// Judul kegiatan.
    public var title: String
    /// Year of the activity.
    public var year: Int
    /// Codes of the regions of data collection; empty for all Indonesia.
    public var regions: [String]
    /// The whole form.
    public var form: FormContent
    /// Files; the bytes stay with Intake.
    public var attachments: [AttachmentReference]
    /// The moment of acceptance.
    public var submittedAt: Date
    /// The recommended activities nearest to it at that moment, the nearest first, at most five; absent in messages from
    /// before they were looked for.
    public var similar: [SimilarActivity]?

    public var subject: String { self.caseId.description }

    /// What ``ContractJSON/encode(_:)`` writes for it; the form, the most of it, is not written again.
    ///
    /// - Parameter form: the event's own.
    public func json(holding form: EncodedForm) throws -> [UInt8] {
        try ContractJSON.encode(self, holding: form, at: \.form)
    }

    /// Takes every part as it is.
    public init(
        caseId: CaseID, caseNumber: String, round: Int, unit: UnitCode, standard: String, applicant: Applicant,
        title: String, year: Int, regions: [String], form: FormContent, attachments: [AttachmentReference],
        submittedAt: Date, similar: [SimilarActivity]? = nil
    ) {
        self.caseId = caseId
        self.caseNumber = caseNumber
        self.round = round
        self.unit = unit
        self.standard = standard
        self.applicant = applicant
        self.title = title
        self.year = year
        self.regions = regions
        self.form = form
        self.attachments = attachments
        self.submittedAt = submittedAt
        self.similar = similar
    }
}
