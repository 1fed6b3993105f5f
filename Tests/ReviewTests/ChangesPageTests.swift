import Contracts
import Foundation
import Testing

@testable import Review

@Suite("What changed since the round before")
struct ChangesPageTests {
    private static let heading = "Apa yang berubah sejak versi sebelumnya"

    private static func returned(_ stand: ReviewStand) async throws -> CaseID {
        let id = try await stand.open()
        try await stand.perform(TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
        try await stand.perform(
            ReturnAction.self, by: .officer,
            { ReturnCase(caseId: id, version: $0, remarks: [Remark(item: "3.1", text: "Jelaskan.")]) }, on: id)
        return id
    }

    @Test("After a correction the officer sees question by question what was and what is, and the files that came")
    func afterCorrection() async throws {
        try await ReviewStand.with { stand in
            let id = try await Self.returned(stand)
            let path = "/petugas/perkara/\(id)"
            try await stand.browse { browser in
                let first = try await browser.get(path, as: .officer)
                #expect(!first.text.contains(Self.heading))
            }
            let file = AttachmentReference(
                id: AttachmentID(UUID()), name: "kuesioner <baru>.pdf", mediaType: "application/pdf", size: 9,
                sha256: String(repeating: "a", count: 64))
            try await stand.resubmit(id, attachments: [file]) {
                $0.answers["3.1"] = .string("Latar belakang yang <lengkap>")
                $0.answers["6.3"] = .integer(1)
                $0.answers["cara"] = nil
            }
            try await stand.browse { browser in
                let page = try await browser.get(path, as: .officer)
                let start = try #require(page.text.range(of: Self.heading)).upperBound
                let changes = page.text[start...].prefix(while: { $0 != "\u{0}" })
                let part = String(changes[..<(changes.range(of: "</details>")?.lowerBound ?? changes.endIndex)])
                #expect(part.contains("(putaran 1)"))
                #expect(part.contains("3.1 Latar belakang kegiatan") && part.contains("#butir-3.1"))
                #expect(part.contains("<del>Latar belakang<br></del>"))
                #expect(part.contains("<ins>Latar belakang yang &lt;lengkap&gt;<br></ins>"))
                #expect(
                    part.contains("6.3 Apakah melakukan penyesuaian nonrespon?") && part.contains("<ins>Ya<br></ins>"))
                #expect(part.contains("<del>Survei<br></del>"))
                #expect(part.contains("Ditambahkan: kuesioner &lt;baru&gt;.pdf"))
                // What stayed as it was is not told.
                #expect(!part.contains("Judul kegiatan"))
                #expect(page.text.contains("id=\"butir-3.1\""))
            }
        }
    }

    @Test("An answer without a change says so")
    func nothingChanged() async throws {
        try await ReviewStand.with { stand in
            let id = try await Self.returned(stand)
            try await stand.resubmit(id)
            try await stand.browse { browser in
                let page = try await browser.get("/petugas/perkara/\(id)", as: .officer)
                #expect(page.text.contains("Tidak ada isian atau lampiran yang berubah."))
            }
        }
    }

    @Test("A form of a version that is not known here is shown as it came, and nothing is compared")
    func unknownVersion() async throws {
        try await ReviewStand.with { stand in
            let id = try await Self.returned(stand)
            try await stand.resubmit(id) { $0.version = 99 }
            try await stand.browse { browser in
                let page = try await browser.get("/petugas/perkara/\(id)", as: .officer)
                #expect(page.status == 200)
                #expect(page.text.contains("Formulir ms-keg versi 99"))
                #expect(!page.text.contains(Self.heading))
            }
        }
    }
}
