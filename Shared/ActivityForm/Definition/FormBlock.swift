/// A part of a questionnaire that is shown on one page.
public struct FormBlock: Hashable, Sendable {
    /// Its place in addresses: `0` for the heading, then `1` to `10`.
    public let key: String
    /// As printed: `III`; empty for the heading.
    public let numeral: String
    /// Heading.
    public let title: String
    /// What the applicant should know before answering.
    public let note: String?
    /// When the whole block is asked; `nil` is always.
    public let condition: Condition?
    /// Kinds of files that the block asks for; they are expected, never required.
    public let attachments: [ExpectedFile]
    /// In order.
    public let questions: [Question]

    /// `Blok III. Perencanaan dan persiapan`, or the title alone.
    public var heading: String { self.numeral.isEmpty ? self.title : "Blok \(self.numeral). \(self.title)" }
}
