public import Foundation

/// Work that has arrived at an office: published on `layak.worklists` with the routing key `unit.<code>.<task>`. Taking it is a command.
public struct WorklistEntry: MessageBody, Hashable {
    public static let type: MessageType = "worklist.entry.v1"

    /// The case.
    public var caseId: CaseID
    /// The number that people use.
    public var caseNumber: String
    /// The office.
    public var unit: UnitCode
    /// `completeness`, `examination`, `evaluation`, `letter`, `signature`.
    public var task: String
    /// Judul kegiatan.
    public var title: String
    /// The organiser.
    public var institution: String
    /// The version of the case that the sender saw.
    public var version: Int
    /// The end of the legal clock, when one runs.
    public var dueAt: Date?
    /// When.
    public var arrivedAt: Date

    /// Takes every part as it is.
    public init(
        caseId: CaseID, caseNumber: String, unit: UnitCode, task: String, title: String, institution: String,
        version: Int, dueAt: Date? = nil, arrivedAt: Date
    ) {
        self.caseId = caseId
        self.caseNumber = caseNumber
        self.unit = unit
        self.task = task
        self.title = title
        self.institution = institution
        self.version = version
        self.dueAt = dueAt
        self.arrivedAt = arrivedAt
    }
}
