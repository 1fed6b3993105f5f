import Letterpress
import ServiceHost

/// Prints a letter of nothing when the service starts: a missing font or a broken logo stops the start, not a signer.
enum LetterProof {
    /// - Throws: ``ServiceHost/SettingError`` that says what is missing.
    static func print(logo: [UInt8]?) throws {
        let document = LetterDocument(
            letterhead: ["BADAN PUSAT STATISTIK"], logoPNG: logo, place: "Jakarta", nature: "Biasa", enclosure: "-",
            subject: "Percobaan", recipient: ["Yth."], paragraphs: [.text("Percobaan")], signerOffice: "Pejabat",
            signerName: nil, copies: [], templateVersion: LetterTemplate.version)
        do {
            _ = try LetterPress.preview(document)
        } catch let error as LetterPressError {
            throw SettingError(
                error == .logoUnreadable ? SettingKey.letterLogo.name : "The letterpress", "cannot print: \(error)")
        }
    }
}
