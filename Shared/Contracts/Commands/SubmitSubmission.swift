/// The portal front end submits a filled form for one of its users: a new case, or a case's next round after it was
/// returned or a correction was requested.
public struct SubmitSubmission: Command, Hashable {
    public static let type: MessageType = "submission.submit.v1"

    /// Chosen by the sender, 8 to 100 characters; the same key never makes a second case or round.
    public var idempotencyKey: String
    /// Who submits, as the portal knows them.
    public var applicant: PortalApplicant
    /// The whole form.
    public var form: FormContent
    /// The applicant's case that this continues; left out for a new one.
    public var caseId: CaseID?

    /// Takes every part as it is.
    public init(idempotencyKey: String, applicant: PortalApplicant, form: FormContent, caseId: CaseID? = nil) {
        self.idempotencyKey = idempotencyKey
        self.applicant = applicant
        self.form = form
        self.caseId = caseId
    }
}

/// An applicant as another program knows them.
public struct PortalApplicant: Hashable, Sendable, Codable {
    /// The portal's own identifier; linked to one account of Layak.
    public var portalAccountId: String
    /// The person's name.
    public var name: Personal<String>
    /// The institution that they act for.
    public var institution: String
    /// An address that the portal has verified.
    public var email: Personal<String>
    /// A mobile number that the portal has verified.
    public var mobile: Personal<String>?

    /// Takes every part as it is.
    public init(
        portalAccountId: String, name: Personal<String>, institution: String, email: Personal<String>,
        mobile: Personal<String>? = nil
    ) {
        self.portalAccountId = portalAccountId
        self.name = name
        self.institution = institution
        self.email = email
        self.mobile = mobile
    }
}
