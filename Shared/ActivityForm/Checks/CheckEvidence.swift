/// What a rule has seen at one place of the form, for people to look it up.
public struct CheckEvidence: Hashable, Sendable, Codable {
    /// The place in the form: `2.2/telepon`, `3.4/0/definisi`; `tanggal_pengajuan` for the day of submission.
    public let path: String
    /// The place in the national system's record, when the form came from one:
    /// `form/blok_ii/penanggung_jawab_teknis/telepon`.
    public let source: String?
    /// The place in words.
    public let label: String
    /// What stands there, cut to 200 characters; `nil` when nothing does, and when it is about a person.
    public let value: String?
    /// What is remarkable about it, in Indonesian.
    public let note: String?

    /// One line for people: `Telepon: belum diisi`.
    public var text: String {
        let shown = self.value.map { "\u{201C}\($0)\u{201D}" }
        return "\(self.label): " + [shown, self.note].compactMap { $0 }.joined(separator: ", ")
    }

    /// The number of the question that it is about; `nil` for what is no answer.
    public var question: String? {
        self.path == CheckField.submission ? nil : self.path.split(separator: "/").first.map(String.init)
    }
}
