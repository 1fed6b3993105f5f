/// One thing that is known of a person: what, why, for how long, and where it lies.
public struct PersonalField: Hashable, Sendable, Codable, Identifiable {
    /// `account.email`; `form.2.2.nama` for the part `nama` of the form's question 2.2.
    public let id: String
    /// Where it is asked: the id of a ``PersonalGroup``.
    public let group: String
    /// Its name in Indonesian.
    public let label: String
    /// How much care it takes.
    public let nature: Nature
    /// Whether a person may leave it out.
    public let isOptional: Bool
    /// Whether this program asks for it today; what it does not ask is in the register so that nobody adds it unseen.
    public let isCollected: Bool
    /// What it is for, in Indonesian.
    public let purpose: String
    /// Why it may be held: the id of a ``LegalBasis``.
    public let basis: String
    /// How long: the id of a ``Retention``.
    public let retention: String
    /// `service:table.column` for each place where it is kept.
    public let places: [String]

    /// The two kinds of personal data of UU 27/2022.
    public enum Nature: String, Hashable, Sendable, Codable, CaseIterable {
        /// Umum: name, address, telephone number.
        case general
        /// Spesifik: health and with it disability, biometrics, genetics, criminal record, children, personal finance.
        case specific
    }
}

/// An occasion on which data is asked for.
public struct PersonalGroup: Hashable, Sendable, Codable, Identifiable {
    /// `account`, `form`, `complaint` …
    public let id: String
    /// The heading in Indonesian.
    public let label: String
    /// When it is asked, in Indonesian.
    public let words: String
}
