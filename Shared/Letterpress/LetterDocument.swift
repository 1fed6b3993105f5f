/// The content of one letter without what its issue adds (numbers, date, code). Frozen at the approval.
///
/// All texts are plain: a line break breaks the line, nothing else is markup.
public struct LetterDocument: Sendable, Hashable, Codable {
    /// The letterhead. The leading lines in capitals are set large and bold, the rest as the address.
    public var letterhead: [String]
    /// The logo as a PNG file; none is drawn when `nil`.
    public var logoPNG: [UInt8]?
    /// Where the letter is written: stands before the date.
    public var place: String
    /// Sifat.
    public var nature: String
    /// Lampiran.
    public var enclosure: String
    /// Hal.
    public var subject: String
    /// The recipient, line by line, from "Yth. …" on.
    public var recipient: [String]
    /// The body.
    public var paragraphs: [Paragraph]
    /// The office as it stands above the signature; may have several lines.
    public var signerOffice: String
    /// The name below the signature.
    public var signerName: String?
    /// Tembusan; the section is left out when empty.
    public var copies: [String]
    /// The version of the template that the content was made from.
    public var templateVersion: String

    public init(
        letterhead: [String], logoPNG: [UInt8]? = nil, place: String, nature: String, enclosure: String,
        subject: String, recipient: [String], paragraphs: [Paragraph], signerOffice: String, signerName: String?,
        copies: [String], templateVersion: String
    ) {
        self.letterhead = letterhead
        self.logoPNG = logoPNG
        self.place = place
        self.nature = nature
        self.enclosure = enclosure
        self.subject = subject
        self.recipient = recipient
        self.paragraphs = paragraphs
        self.signerOffice = signerOffice
        self.signerName = signerName
        self.copies = copies
        self.templateVersion = templateVersion
    }

    /// One part of the body.
    public enum Paragraph: Sendable, Hashable, Codable {
        /// Running text, justified.
        case text(String)
        /// Labels and values, one pair under the other.
        case table([Pair])
        /// A list numbered from 1.
        case numbered([String])
        /// A sentence that stands out: centred and bold.
        case statement(String)
    }

    /// One line of a table.
    public struct Pair: Sendable, Hashable, Codable {
        /// What it is.
        public var label: String
        /// What it says.
        public var value: Value

        public init(label: String, value: Value) {
            self.label = label
            self.value = value
        }

        /// A line with a text.
        public init(_ label: String, _ text: String) {
            self.init(label: label, value: .text(text))
        }
    }

    /// The right side of a table's line.
    public enum Value: Sendable, Hashable, Codable {
        /// A text that is known when the letter is approved.
        case text(String)
        /// The recommendation number, which the issue assigns.
        case recommendationNumber
    }
}
