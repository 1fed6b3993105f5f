/// The shape of an answer, and its limits.
public indirect enum AnswerKind: Hashable, Sendable {
    /// One line, at most `max` characters. JSON: string.
    case text(max: Int)
    /// One e-mail address. JSON: string.
    case email(max: Int)
    /// Paragraphs. JSON: string with line feeds.
    case longText(max: Int)
    /// A whole number within limits. JSON: integer.
    case integer(min: Int, max: Int)
    /// A date. JSON: `yyyy-mm-dd`.
    case date
    /// A first and a last day. JSON: object with `awal` and `akhir`.
    case period
    /// One of the options. JSON: its code.
    case choice([Option])
    /// One or more of the options. JSON: array of codes.
    case choices([Option])
    /// Named parts. JSON: object.
    case group([FormField])
    /// A table. JSON: array of objects.
    case rows([FormField], min: Int, max: Int)
    /// BPS codes of provinces (`pp00`), regencies and cities. JSON: array of strings.
    case regions

    /// One answer that can be chosen.
    public struct Option: Hashable, Sendable, Codable {
        /// As printed in the form.
        public let code: Int
        /// What it means.
        public let label: String
        /// When to choose it, where the words of the label are not plain by themselves.
        public let help: String?
    }
}
