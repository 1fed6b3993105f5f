import ActivityForm
public import Contracts

/// What a person must say to get an account, checked.
public struct Registration: Hashable, Sendable {
    /// As it stands under submissions.
    public let name: String
    /// The institution that the person acts for.
    public let institution: String
    /// As it was typed, without blanks around it.
    public let email: String
    /// In international form without `+`; `nil` when none was given.
    public let mobile: String?
    /// Never stored, only its hash.
    public let password: Personal<String>

    /// Checks what was typed.
    ///
    /// - Throws: a ``Problem`` that names every field at fault and its remedy.
    public init(name: String, institution: String, email: String, mobile: String?, password: String) throws(Problem) {
        var faults: [FieldProblem] = []
        self.name = PersonalText.checked(name, field: "nama", label: "Nama", max: 200, into: &faults)
        self.institution = PersonalText.checked(
            institution, field: "instansi", label: "Instansi", max: 300, into: &faults)
        let email = email.trimmed
        self.email = email
        if !EmailShape.fits(email) {
            faults.append(
                FieldProblem(
                    field: "email", code: "not-an-email",
                    message: "Alamat e-mail: tuliskan satu alamat, misalnya nama@instansi.go.id."))
        }
        let typed = (mobile ?? "").trimmed
        self.mobile = typed.isEmpty ? nil : MobileNumber(typed)?.digits
        if !typed.isEmpty, self.mobile == nil {
            faults.append(
                FieldProblem(
                    field: "ponsel", code: "not-a-mobile-number",
                    message: "Nomor ponsel: tuliskan nomor seluler Indonesia, misalnya 0812 3456 7890."))
        }
        faults += PasswordRule.problems(password)
        self.password = Personal(password)
        if !faults.isEmpty { throw .invalid(faults) }
    }

    /// The form of an address by which accounts are told apart.
    public static func key(of email: String) -> String { email.trimmed.lowercased() }
}

/// Names as people write them: present, short enough, in one line.
enum PersonalText {
    static func checked(_ text: String, field: String, label: String, max: Int, into faults: inout [FieldProblem])
        -> String
    {
        let kept = text.trimmed
        if kept.isEmpty {
            faults.append(FieldProblem(field: field, code: "required", message: "\(label): isian ini wajib diisi."))
        } else if kept.count > max {
            faults.append(
                FieldProblem(field: field, code: "too-long", message: "\(label): paling banyak \(max) karakter."))
        } else if kept.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            faults.append(
                FieldProblem(
                    field: field, code: "unreadable",
                    message: "\(label): tuliskan dalam satu baris tanpa karakter khusus."))
        }
        return kept
    }
}

extension String {
    /// Without white space at the ends.
    var trimmed: String {
        var kept = self[...]
        while kept.first?.isWhitespace ?? false { kept.removeFirst() }
        while kept.last?.isWhitespace ?? false { kept.removeLast() }
        return String(kept)
    }
}
