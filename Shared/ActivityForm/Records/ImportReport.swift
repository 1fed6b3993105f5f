public import Contracts

/// What became of a record: nothing is left out silently.
public struct ImportReport: Hashable, Sendable, Codable {
    /// One entry of the record.
    public struct Note: Hashable, Sendable, Codable {
        /// The key in the record, as it is written there: `blok_vii/unit_analsis`.
        public var key: String
        /// What happened to it, in Indonesian.
        public var text: String

        /// A note.
        public init(key: String, text: String) {
            self.key = key
            self.text = text
        }
    }

    /// The questions that were filled.
    public var taken: [Note]
    /// What could not be taken over, and why.
    public var notTaken: [Note]
    /// What the form asks for and the record lacks.
    public var lacking: [FieldProblem]

    /// An account.
    public init(taken: [Note], notTaken: [Note], lacking: [FieldProblem]) {
        self.taken = taken
        self.notTaken = notTaken
        self.lacking = lacking
    }
}
