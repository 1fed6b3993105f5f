/// A filled form as it travels: which definition, which version of it, and the answers by question number.
///
/// The shape of an answer is given by the definition (see the module `ActivityForm`):
/// text → string; whole number → integer; date → `yyyy-mm-dd`; one choice → its code (integer);
/// several choices → array of codes in ascending order; yes/no → 1 or 2; rows → array of objects;
/// a group of fields → object. A question without an answer is absent.
public struct FormContent: Hashable, Sendable, Codable {
    /// `ms-keg`: the questionnaire of Peraturan BPS 5/2020.
    public var definition: String
    /// From 1.
    public var version: Int
    /// By question number: `"1.1"`, `"3.4"`; header questions by name: `"judul"`, `"tahun"`.
    public var answers: [String: JSONValue]

    /// A form with its answers.
    public init(definition: String, version: Int, answers: [String: JSONValue]) {
        self.definition = definition
        self.version = version
        self.answers = answers
    }
}

/// A file that belongs to a submission; the bytes stay with Intake.
public struct AttachmentReference: Hashable, Sendable, Codable {
    /// Where Intake serves it from.
    public var id: AttachmentID
    /// The name that the applicant gave it.
    public var name: String
    /// IANA media type.
    public var mediaType: String
    /// Bytes, at most 20 MiB.
    public var size: Int
    /// Lower-case hexadecimal.
    public var sha256: String

    /// A reference with everything said.
    public init(id: AttachmentID, name: String, mediaType: String, size: Int, sha256: String) {
        self.id = id
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.sha256 = sha256
    }
}
