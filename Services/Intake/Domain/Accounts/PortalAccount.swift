import ActivityForm
public import Contracts

/// An applicant as the portal front end names them, checked.
public struct PortalAccount: Hashable, Sendable {
    /// The portal's own identifier.
    public let portalAccountID: String
    /// The person's name.
    public let name: String
    /// The institution that they act for.
    public let institution: String
    /// Verified by the portal.
    public let email: String
    /// Verified by the portal; in international form.
    public let mobile: String?

    /// Checks the parts; fields are named as in the command.
    ///
    /// - Throws: a ``Problem`` that names every field at fault.
    public init(_ applicant: PortalApplicant) throws(Problem) {
        var faults: [FieldProblem] = []
        self.portalAccountID = PersonalText.checked(
            applicant.portalAccountId, field: "applicant/portalAccountId", label: "Nomor akun portal", max: 200,
            into: &faults)
        self.name = PersonalText.checked(
            applicant.name.reveal(), field: "applicant/name", label: "Nama", max: 200, into: &faults)
        self.institution = PersonalText.checked(
            applicant.institution, field: "applicant/institution", label: "Instansi", max: 300, into: &faults)
        self.email = applicant.email.reveal().trimmed
        if !EmailShape.fits(self.email) {
            faults.append(
                FieldProblem(
                    field: "applicant/email", code: "not-an-email",
                    message: "Alamat e-mail: kirim satu alamat yang sudah diverifikasi."))
        }
        let typed = applicant.mobile?.reveal().trimmed ?? ""
        self.mobile = typed.isEmpty ? nil : MobileNumber(typed)?.digits
        if !typed.isEmpty, self.mobile == nil {
            faults.append(
                FieldProblem(
                    field: "applicant/mobile", code: "not-a-mobile-number",
                    message: "Nomor ponsel: kirim nomor seluler Indonesia, misalnya +6281234567890."))
        }
        if !faults.isEmpty { throw .invalid(faults) }
    }
}
