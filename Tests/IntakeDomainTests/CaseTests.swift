import Contracts
import Foundation
import IntakeDomain
import Testing

@Suite("Cases as their applicant sees them")
struct CaseTests {
    @Test("Case numbers are written with unit, year and six digits")
    func number() {
        let unit = UnitCode("6104")!  // four digits
        #expect(CaseNumber(year: 2026, unit: unit, running: 123).description == "LYK-2026-6104-000123")
        #expect(CaseNumber(year: 2026, unit: unit, running: 1_234_567).description == "LYK-2026-6104-1234567")
    }

    @Test("A round only goes forward", arguments: CaseStage.allCases, CaseStage.allCases)
    func forward(from: CaseStage, to: CaseStage) {
        let standing = CaseStanding(round: 2, stage: from)
        #expect(standing.advanced(to: to, round: 1) == nil)
        let next = standing.advanced(to: to)
        if let next {
            #expect(next.advanced(to: from) == nil)
            #expect(next.round == 2)
        }
        #expect(standing.advanced(to: from) == nil)
        if from.isDecided { #expect(standing.advanced(to: to, round: 3) == nil) }
    }

    @Test("Facts in any order end at the furthest one")
    func order() {
        let facts: [CaseStage] = [.complete, .examined, .inEvaluation, .evaluated, .letterDrafted, .feasible]
        for seed in 0..<50 {
            var random = SystemRandomNumberGenerator()
            var standing = CaseStanding(round: 1, stage: .submitted)
            for fact in facts.shuffled(using: &random) { standing = standing.advanced(to: fact) ?? standing }
            #expect(standing.stage == .feasible, "run \(seed)")
        }
    }

    @Test("The form is open only when officers wait for the applicant")
    func turn() {
        #expect(CaseStage.allCases.filter(\.isApplicantsTurn) == [.returned, .correctionRequested])
    }

    @Test("Every fact has words, and those with a date say it")
    func words() {
        let day = Day("2026-04-10")!  // exists
        let at = Date(timeIntervalSince1970: 0)
        let due = TimelineFact(.declaredComplete, at: at, day: day)
        #expect(due.detail == "Hasil pemeriksaan diberitahukan paling lambat 10 April 2026.")
        let back = TimelineFact(.returned, at: at, remarks: 2, note: "Lihat juga lampiran.")
        #expect(back.detail == "2 catatan untuk Anda. Lihat juga lampiran.")
        let sent = TimelineFact(
            .delivered, at: at,
            channels: [
                ChannelOutcome(channel: .email, state: .handedOver), ChannelOutcome(channel: .whatsapp, state: .open),
            ])
        #expect(sent.detail == "E-mail: terkirim; WhatsApp: belum tersedia.")
    }

    @Test(
        "Idempotency keys have 8 to 100 printable characters",
        arguments: [
            (nil, "required"), ("", "required"), ("pendek", "unreadable"), ("ada spasi di sini", "unreadable"),
            (String(repeating: "k", count: 101), "unreadable"), ("kunci-é-panjang", "unreadable"), ("kunci-001", nil),
        ] as [(String?, String?)])
    func keys(text: String?, code: String?) {
        do {
            #expect(try IdempotencyKey(text, field: "f").text == text)
            #expect(code == nil)
        } catch {
            #expect(error.errors.map(\.code) == [code])
            #expect(error.errors.map(\.field) == ["f"])
        }
    }

    @Test(
        "Search words become a query that cannot break",
        arguments: [
            ("", nil), ("  !&|()':* ", nil), ("Survei Gratifikasi", "'survei':* & 'gratifikasi':*"),
            ("a'; DROP", "'a':* & 'drop':*"), ("V-26.0000.001", "'v':* & '26':* & '0000':* & '001':*"),
        ] as [(String, String?)])
    func search(text: String, query: String?) { #expect(SearchWords.query(of: text) == query) }

    @Test(
        "Files are known by their content",
        arguments: [
            ("a.pdf", Array("%PDF-1.7".utf8), "application/pdf"), ("a.exe", Array("MZ\u{0}".utf8), nil),
            ("a.pdf", Array("<html>".utf8), nil), ("a.csv", Array("a,b".utf8), "text/csv"),
            ("a.txt", [0xFF, 0xFE], nil), ("a.svg", Array("<svg>".utf8), nil),
            ("a.xlsx", [0x50, 0x4B, 3, 4], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("a.zip", [0x50, 0x4B, 3, 4], "application/zip"), ("a.pdf", [], nil),
        ] as [(String, [UInt8], String?)])
    func files(name: String, bytes: [UInt8], type: String?) {
        #expect(AttachmentKind.mediaType(of: bytes, named: name) == type)
    }

    @Test(
        "Names of files are made safe",
        arguments: [
            ("../../etc/passwd", "passwd"), ("C:\\x\\y.pdf", "y.pdf"), ("", "berkas"), ("...", "berkas"),
            ("a\r\nb\".pdf", "a__b_.pdf"),
        ])
    func names(name: String, safe: String) { #expect(AttachmentKind.safeName(name) == safe) }
}
