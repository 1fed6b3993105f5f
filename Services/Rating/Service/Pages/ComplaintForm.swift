import Contracts
import Crypto
import Foundation
import RatingDomain
import Web

/// What a visitor has typed into the complaint form.
struct ComplaintForm {
    var key: String
    var unit: String?
    var text: String?
    var isAnonymous: Bool
    var name: String?
    var contact: String?
    var isConfidential: Bool
    var caseNumber: String?

    /// An empty form.
    init(fresh key: String) {
        self.key = key
        self.isAnonymous = false
        self.isConfidential = false
    }

    /// A form that was sent.
    init(_ fields: FormFields, freshKey: String) {
        let key = fields.text("kunci") ?? ""
        self.key = (8...100).contains(key.count) ? key : freshKey
        self.unit = fields.text("unit")
        self.text = fields.text("isi")
        self.isAnonymous = fields.text("identitas") == "anonim"
        self.name = fields.text("nama")
        self.contact = fields.text("kontak")
        self.isConfidential = fields.text("rahasia") == "ya"
        self.caseNumber = fields.text("nomor")
    }

    /// The complaint that the form asks for, not checked yet. An anonymous one carries no name, whatever was typed.
    func draft() -> ComplaintDraft {
        func typed(_ value: String?) -> JSONValue? { value.map(JSONValue.string) }
        var draft = ComplaintDraft([
            "idempotencyKey": .string(self.idempotencyKey), "channel": .string("portal"), "unit": typed(self.unit),
            "text": typed(self.text), "complainantName": self.isAnonymous ? nil : typed(self.name),
            "complainantContact": typed(self.contact), "confidential": .bool(self.isConfidential),
            "caseNumber": typed(self.caseNumber),
        ])
        draft.owesName = !self.isAnonymous
        return draft
    }

    /// Sending the same form twice is one complaint; going back and changing a word makes another one.
    private var idempotencyKey: String {
        let typed = [
            self.unit, self.text, "\(self.isAnonymous)", self.name, self.contact, "\(self.isConfidential)",
            self.caseNumber,
        ].map { $0 ?? "" }
        let digest = SHA256.hash(data: Data(typed.joined(separator: "\u{0}").utf8))
        return "\(self.key.prefix(60))-\(Data(digest).prefix(15).base64EncodedString())"
    }

    /// The problem's faults under the names of the form's fields.
    func errors(of problem: Problem) -> [FieldProblem] {
        problem.errors.map { error in
            FieldProblem(field: Self.names[error.field] ?? error.field, code: error.code, message: error.message)
        }
    }

    private static let names = [
        "text": "isi", "complainantName": "nama", "complainantContact": "kontak", "caseNumber": "nomor",
    ]
}
