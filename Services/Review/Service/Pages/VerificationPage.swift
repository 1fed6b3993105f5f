import Contracts
import Foundation
import ReviewDomain
import Web

/// The model of `verification.mustache`.
struct VerificationPage {
    struct Result {
        let tone: String
        let statement: String
        let explanation: String
        let hasFacts: Bool
        let facts: [CasePage.Fact]
    }

    let result: Result?
    let code: Field
    let file: Field

    init(_ answer: VerificationAnswer?, typedCode: String?) {
        self.result = answer.map { answer in
            let facts = answer.letter.map(Self.facts) ?? []
            return Result(
                tone: answer.isValid ? "success" : "error", statement: answer.statement,
                explanation: answer.explanation, hasFacts: !facts.isEmpty, facts: facts)
        }
        self.code = Field(
            "kode", "Kode verifikasi", hint: "Contoh: 7H2K-9QXD-41MB-ZR0A-5TNC. Tanda hubung boleh dilewati.",
            value: typedCode, autocomplete: "off", maxLength: 60)
        self.file = Field(
            "berkas", "Berkas PDF", hint: "Paling besar 20 MiB.", control: .file(accept: "application/pdf"))
    }

    private static func facts(_ letter: IssuedLetter) -> [CasePage.Fact] {
        var facts = [CasePage.Fact(label: "Nomor surat", value: letter.letterNumber)]
        if let number = letter.recommendationNumber {
            facts.append(.init(label: "Identitas rekomendasi", value: number))
        }
        facts += [
            .init(label: "Isi surat", value: letter.outcome.word),
            .init(label: "Kegiatan", value: letter.title),
            .init(label: "Penyelenggara", value: letter.institution),
            .init(label: "Tahun", value: String(letter.year)),
            .init(label: "Diterbitkan", value: IndonesianDate.text(letter.issuedAt, in: .wib)),
            .init(label: "Pengesah", value: letter.signerOffice),
            .init(label: "Sidik berkas (SHA-256)", value: letter.sha256),
        ]
        return facts
    }
}
