import Contracts
import Foundation
import Postgres
import ReviewDomain
import ServiceHost
import Testing

@testable import Review

@Suite("Letters")
struct LetterTests {
    @Test("The stored letter equals what its frozen content, number, date and code render again")
    func renderedAgain() async throws {
        try await ReviewStand.with { stand in
            let signed = try await stand.sign(try await stand.draftedCase())
            let letter = try #require(signed.letter)
            let issue = try #require(letter.issue)
            let (document, content, standard) = try await stand.database.read { tx in
                (
                    try #require(try LetterStore.document(letter.id, in: tx)),
                    try LetterStore.content(of: letter.id, in: tx),
                    try #require(try ReferenceStore.standard(signed.standard, in: tx))
                )
            }
            let again = try LetterIssuing.render(
                try LetterContent.thaw(content), letterNumber: issue.letterNumber,
                recommendationNumber: issue.recommendationNumber, code: issue.verificationCode,
                signerName: issue.signedBy.name, at: issue.at, zone: standard.zone,
                publicURL: stand.office.publicURL)
            #expect(again == document.pdf)
            #expect(Fingerprint.sha256(of: again) == issue.sha256)
            // The moment inside the file is that of the signing, not of the rendering.
            #expect(String(decoding: document.pdf, as: UTF8.self).contains("(D:20260813030000+00')"))
            #expect(content.templateVersion == LetterTemplate.version)
        }
    }

    @Test("Words that look like markup, long words and other scripts are printed, not interpreted")
    func oddWords() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.draftedCase()
            let advice = [
                "<b>tebal</b> & \"kutip\" 'tunggal' </span>", String(repeating: "panjang", count: 250),
                "ﷺ 統計 🧮 \u{202E}terbalik", "satu\ndua\ttiga",
            ]
            try await stand.perform(
                DraftLetterAction.self, by: .officer,
                { DraftLetter(caseId: id, version: $0, outcome: .feasible, advice: advice, reasons: []) }, on: id)
            let signed = try await stand.sign(id)
            #expect(signed.letter?.advice == advice)
            #expect((signed.letter?.issue?.size ?? 0) > 10_000)
        }
    }

    @Test("A logo that is no picture stops the start")
    func logo() {
        #expect(throws: SettingError.self) { try LetterProof.print(logo: [0x89, 0x50, 0x4E, 0x47, 0]) }
        #expect(throws: Never.self) { try LetterProof.print(logo: nil) }
    }

    @Test("A code can be read aloud and typed, and what cannot be one is not looked for")
    func codes() {
        let code = VerificationCode.make(from: (0..<20).map { UInt8($0 * 13 % 251) })
        #expect(code.count == 24)
        #expect(VerificationCode.read(code) == code)
        #expect(VerificationCode.read(code.lowercased().replacing("-", with: " ")) == code)
        #expect(VerificationCode.read("oooo-iiii-llll-0000-1111") == "0000-1111-1111-0000-1111")
        for bad in ["", "0000", "0000-0000-0000-0000-000U", "ß000-0000-0000-0000-0000", code + "0"] {
            #expect(VerificationCode.read(bad) == nil)
        }
    }
}
