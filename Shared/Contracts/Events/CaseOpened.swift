public import Foundation

/// Review has taken a submission up: it stands in the unit's queue.
public struct CaseOpened: Event, Hashable {
    public static let type: MessageType = "case.opened.v1"

    /// The case.
    public var caseId: CaseID
    /// The number that people use.
    public var caseNumber: String
    /// The unit in charge.
    public var unit: UnitCode
    /// The pinned version of the service standard.
    public var standard: String
    /// Who submitted.
    public var applicantId: PersonID
    /// Judul kegiatan.
    public var title: String
    /// Year of the activity.
    public var year: Int
    /// The organiser.
    public var institution: String
    /// When.
    public var openedAt: Date

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(
        caseId: CaseID, caseNumber: String, unit: UnitCode, standard: String, applicantId: PersonID, title: String,
        year: Int, institution: String, openedAt: Date
    ) {
        self.caseId = caseId
        self.caseNumber = caseNumber
        self.unit = unit
        self.standard = standard
        self.applicantId = applicantId
        self.title = title
        self.year = year
        self.institution = institution
        self.openedAt = openedAt
    }
}
