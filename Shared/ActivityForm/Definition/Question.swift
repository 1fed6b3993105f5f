/// One question of the form, with the shape of its answer.
public struct Question: Hashable, Sendable {
    /// As printed: `3.1`; header questions by name: `judul`; the free text of "others": `4.6.lainnya`.
    public let number: String
    /// What is asked.
    public let label: String
    /// How the officer at the counter explains it to an applicant, with an example where that helps.
    public let help: String?
    /// Whether a submission must have an answer, when the question is asked.
    public let required: Bool
    /// When it is asked; `nil` is always. A condition of the block is added to it.
    public let condition: Condition?
    /// The shape of the answer.
    public let kind: AnswerKind

    /// `3.1 Latar belakang kegiatan`; header questions and "others" without a number.
    public let heading: String

    init(number: String, label: String, help: String?, required: Bool, condition: Condition?, kind: AnswerKind) {
        self.number = number
        self.label = label
        self.help = help
        self.required = required
        self.condition = condition
        self.kind = kind
        let isNumbered = (number.first?.isNumber ?? false) && !number.hasSuffix(".lainnya")
        self.heading = isNumbered ? "\(number) \(label)" : label
    }

    /// As a problem names it: the number where one is printed, and what is asked; for "others" the number it belongs to.
    var name: String {
        guard self.number.hasSuffix(".lainnya") else { return self.heading }
        return "\(self.number.dropLast(".lainnya".count)) \(self.label)"
    }
}
