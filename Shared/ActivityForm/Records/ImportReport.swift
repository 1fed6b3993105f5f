public import Contracts

/// What became of a record: nothing is left out silently.
public struct ImportReport: Hashable, Sendable, Codable {
    /// One entry of the record.
    public struct Note: Hashable, Sendable, Codable {
        /// The key in the record, as it is written there: `blok_vii/unit_analsis`.
        public var key: String
        /// What happened to it, in Indonesian.
        public var text: String
    }

    /// The questions that were filled.
    public var taken: [Note]
    /// What could not be taken over, and why.
    public var notTaken: [Note]
    /// What the form asks for and the record lacks.
    public var lacking: [FieldProblem]
}
