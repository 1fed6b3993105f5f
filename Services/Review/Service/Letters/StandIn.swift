import Foundation
struct LetterDocument: Sendable, Hashable, Codable {
    enum Value: Sendable, Hashable, Codable { case text(String), recommendationNumber }
    struct Pair: Sendable, Hashable, Codable {
        var label: String; var value: Value
        init(label: String, value: Value) { self.label = label; self.value = value }
    }
    enum Paragraph: Sendable, Hashable, Codable {
        case text(String), table([Pair]), numbered([String]), statement(String)
    }
    var letterhead: [String]; var logoPNG: [UInt8]?; var place, nature, enclosure, subject: String
    var recipient: [String]; var paragraphs: [Paragraph]; var signerOffice: String; var signerName: String?
    var copies: [String]; var templateVersion: String
    init(
        letterhead: [String], logoPNG: [UInt8]?, place: String, nature: String, enclosure: String, subject: String,
        recipient: [String], paragraphs: [Paragraph], signerOffice: String, signerName: String?, copies: [String],
        templateVersion: String
    ) {
        self.letterhead = letterhead; self.logoPNG = logoPNG; self.place = place; self.nature = nature;
        self.enclosure = enclosure; self.subject = subject; self.recipient = recipient; self.paragraphs = paragraphs;
        self.signerOffice = signerOffice; self.signerName = signerName; self.copies = copies;
        self.templateVersion = templateVersion
    }
}
struct LetterNumbers: Sendable, Hashable {
    var letterNumber: String; var recommendationNumber: String?; var date, verificationURL, verificationCode: String
    init(
        letterNumber: String, recommendationNumber: String?, date: String, verificationURL: String,
        verificationCode: String
    ) {
        self.letterNumber = letterNumber; self.recommendationNumber = recommendationNumber; self.date = date;
        self.verificationURL = verificationURL; self.verificationCode = verificationCode
    }
}
enum LetterPress {
    static func preview(_ d: LetterDocument) throws -> [UInt8] { Array("%PDF-\(d)".utf8) }
    static func render(_ d: LetterDocument, numbers: LetterNumbers, createdAt: Date) throws -> [UInt8] {
        Array("%PDF-\(d) \(numbers) \(createdAt.timeIntervalSince1970)".utf8)
    }
}
