public import Foundation

/// The activity is feasible and the letter is signed.
public struct CaseLetterIssued: Event, Hashable {
    public static let type: MessageType = "case.letter-issued.v1"

    /// The case.
    public var caseId: CaseID
    /// The number that people use.
    public var caseNumber: String
    /// The letter.
    public var letterId: LetterID
    /// Who submitted.
    public var applicantId: PersonID
    /// The unit that issued it.
    public var unit: UnitCode
    /// Judul kegiatan.
    public var title: String
    /// Year of the activity.
    public var year: Int
    /// The organiser.
    public var institution: String
    /// `V-26.0000.001`, to be printed on the instrument.
    public var recommendationNumber: String
    /// `B-1145/61040/VS.190/2026`.
    public var letterNumber: String
    /// What the verification page asks for.
    public var verificationCode: String
    /// Of the PDF, lower-case hexadecimal.
    public var sha256: String
    /// Bytes of the PDF.
    public var size: Int
    /// The moment of approval and signing.
    public var issuedAt: Date
    /// The signer.
    public var signedBy: Actor
    /// The office as it stands under the letter.
    public var signerOffice: String

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(
        caseId: CaseID, caseNumber: String, letterId: LetterID, applicantId: PersonID, unit: UnitCode, title: String,
        year: Int, institution: String, recommendationNumber: String, letterNumber: String, verificationCode: String,
        sha256: String, size: Int, issuedAt: Date, signedBy: Actor, signerOffice: String
    ) {
        self.caseId = caseId
        self.caseNumber = caseNumber
        self.letterId = letterId
        self.applicantId = applicantId
        self.unit = unit
        self.title = title
        self.year = year
        self.institution = institution
        self.recommendationNumber = recommendationNumber
        self.letterNumber = letterNumber
        self.verificationCode = verificationCode
        self.sha256 = sha256
        self.size = size
        self.issuedAt = issuedAt
        self.signedBy = signedBy
        self.signerOffice = signerOffice
    }
}
