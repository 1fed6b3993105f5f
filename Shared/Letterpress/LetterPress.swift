public import Foundation

/// Makes the PDF of a letter: A4, tagged, Liberation Sans embedded, with a QR code to its verification.
///
/// Safe to call from any thread; a page takes some ten milliseconds and nothing is shared between calls.
public enum LetterPress {
    /// The letter as it will look, with dashed boxes in the places of the numbers, the date, the code and the QR code.
    ///
    /// - Throws: `LetterPressError`.
    public static func preview(_ document: LetterDocument) throws -> [UInt8] {
        try self.print(document, numbers: nil, createdAt: Date(timeIntervalSince1970: 0))
    }

    /// The letter as it is issued. Equal input gives equal bytes.
    ///
    /// - Parameters:
    ///   - document: the content that was approved.
    ///   - numbers: what the issue adds.
    ///   - createdAt: the moment of issue, kept in the file to the second.
    /// - Throws: `LetterPressError`.
    public static func render(
        _ document: LetterDocument, numbers: LetterNumbers, createdAt: Date
    ) throws -> [UInt8] {
        try self.print(document, numbers: numbers, createdAt: createdAt)
    }

    private static func print(_ document: LetterDocument, numbers: LetterNumbers?, createdAt: Date) throws -> [UInt8] {
        let typesetter = try Typesetter()
        var composition = Composition(typesetter: typesetter)
        try composition.compose(document, numbers: numbers)
        let printer = PagePrinter(title: document.subject, author: document.letterhead.first ?? "", at: createdAt)
        return try printer.print(composition.finishedPages())
    }
}
