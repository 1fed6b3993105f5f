/// One part of a number's format, with the source from which it is known.
public struct NumberPart: Hashable, Sendable, Codable {
    /// What stands there.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// Always the same text: a prefix, a divider, the function digit, the archive classification.
        case text
        /// The four digits of the issuing unit.
        case unit
        /// The year of signing, its last ``NumberPart/digits`` digits: two or four.
        case year
        /// The running number, with at least ``NumberPart/digits`` digits.
        case running
    }

    /// See ``Kind-swift.enum``.
    public var kind: Kind
    /// What people call it: `huruf awal`, `klasifikasi arsip`. Configuration replaces a text by this name.
    public var name: String?
    /// The text of a part that is always the same.
    public var text: String?
    /// Of a year 2 or 4; of a running number the least.
    public var digits: Int?
    /// Where it is known from, and what is not known about it.
    public var source: String

    /// A part.
    public init(_ kind: Kind, name: String? = nil, text: String? = nil, digits: Int? = nil, source: String) {
        self.kind = kind
        self.name = name
        self.text = text
        self.digits = digits
        self.source = source
    }
}
