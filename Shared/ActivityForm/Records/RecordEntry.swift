/// Where one question stands in a record of the present national system, and how its answer is written there.
///
/// The same entry reads and writes: what is written here is read again.
struct RecordEntry: Sendable {
    /// The question: `4.2`.
    let number: String
    /// Its key in the block, as the source spells it.
    let key: String
    /// Other spellings that are read, never written.
    let also: [String]
    /// How we know.
    let origin: RecordOrigin
    /// How the answer is written.
    let shape: RecordShape

    init(_ number: String, _ key: String, also: [String] = [], _ origin: RecordOrigin, _ shape: RecordShape) {
        self.number = number
        self.key = key
        self.also = also
        self.origin = origin
        self.shape = shape
    }
}

/// How we know of a key or a word of the record.
enum RecordOrigin: Sendable {
    /// It stands in the real record (`facts.md` §2.4, §3.3, `samples/romantik-record.json`).
    case sample
    /// The record has none; taken from how programs that serve BPS's metadata system name the same MS-Keg question, or,
    /// where they have none either, formed after the question's label. The README names each of them.
    case inferred
}

/// How an answer is written in a record.
enum RecordShape: Sendable {
    /// One line of text.
    case text
    /// Paragraphs, as HTML.
    case paragraphs
    /// One word for the chosen option.
    case word([RecordWord])
    /// True and false.
    case yesNo
    /// An object with true or false for each option, and the text of "others" under a key of its own, which answers the
    /// question `<number>.lainnya`.
    case ticks([RecordTick], other: [String])
    /// An object with a member for each field.
    case object([RecordMember])
    /// A member for each field, in the block itself.
    case beside([RecordMember])
    /// A list of objects with a member for each field.
    case rows([RecordMember])
    /// A list of provinces, regencies and cities.
    case regions
}

/// One field of an answer that has fields.
struct RecordMember: Sendable {
    /// The field's key in the form.
    let field: String
    /// Its key in the record.
    let key: String
    /// Other spellings that are read, never written.
    let also: [String]
    /// How we know.
    let origin: RecordOrigin
    /// How the value is written.
    let shape: Shape

    enum Shape: Sendable { case text, yesNo, integer, period, date }

    init(
        _ field: String, _ key: String? = nil, also: [String] = [], origin: RecordOrigin = .sample, shape: Shape = .text
    ) {
        self.field = field
        self.key = key ?? field
        self.also = also
        self.origin = origin
        self.shape = shape
    }
}

/// The word for one option.
struct RecordWord: Sendable {
    let code: Int
    /// As it is written: lower case with underscores.
    let word: String
    /// Other words that are read, never written.
    let also: [String]
    let origin: RecordOrigin

    init(_ code: Int, _ word: String, also: [String] = [], _ origin: RecordOrigin = .inferred) {
        self.code = code
        self.word = word
        self.also = also
        self.origin = origin
    }
}

/// The key under which one option is true or false.
struct RecordTick: Sendable {
    let code: Int
    let key: String
    /// Other spellings that are read, never written.
    let also: [String]

    init(_ code: Int, _ key: String, also: [String] = []) {
        self.code = code
        self.key = key
        self.also = also
    }
}

/// One block of the record's form.
struct RecordBlock: Sendable {
    /// `blok_iv`; empty for what stands in the form itself.
    let key: String
    /// Whether the block is written when nothing in it is answered: the real record lacks block V, which it did not ask.
    let always: Bool
    let entries: [RecordEntry]
}
