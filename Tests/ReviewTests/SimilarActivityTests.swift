import Contracts
import Foundation
import Postgres
import ReviewDomain
import Testing

@testable import Review

@Suite("Similar activities on the officer's page")
struct SimilarActivityTests {
    private func similar(_ title: String, _ number: String) -> SimilarActivity {
        SimilarActivity(
            id: CaseID(UUID()), title: title, organiser: "Dinas Contoh", number: number,
            reasons: ["variabel yang sama: omzet", "wilayah yang sama: Kabupaten Mempawah"], score: 71)
    }

    private func open(_ stand: ReviewStand, _ similar: [SimilarActivity]?) async throws -> SubmissionSubmitted {
        var event = try await stand.submission()
        event.similar = similar
        try await stand.open(event)
        return event
    }

    @Test("The officer sees what the submission carried, with reasons and the way to the catalogue, as text")
    func shown() async throws {
        try await ReviewStand.with { stand in
            let event = try await self.open(stand, [self.similar("Survei <Serupa>", "V-26.6104.002")])
            try await stand.browse { browser in
                let page = try await browser.get("/petugas/perkara/\(event.caseId)", as: .officer).text
                #expect(page.contains("Survei &lt;Serupa&gt;") && !page.contains("<Serupa>"))
                #expect(page.contains("href=\"/katalog?cari=V-26.6104.002\""))
                #expect(page.contains("Variabel yang sama: omzet"))
                #expect(page.contains("Wilayah yang sama: Kabupaten Mempawah"))
            }
        }
    }

    @Test("The answer to remarks brings its own list; that of the round before is kept with its round")
    func nextRound() async throws {
        try await ReviewStand.with { stand in
            let event = try await self.open(stand, [self.similar("Survei Lama", "V-25.6104.001")])
            let id = event.caseId
            try await stand.browse { browser in
                let path = "/petugas/perkara/\(id)"
                for (step, fields) in [("ambil", []), ("kembalikan", [("catatan/3.1", "Jelaskan.")])] {
                    let version = try #require(try await browser.get(path, as: .officer).version)
                    let answer = try await browser.post("\(path)/\(step)", [("versi", version)] + fields, as: .officer)
                    #expect(answer.status == 303, "\(step)")
                }
            }
            let office = stand.office
            let now = stand.clock.now
            let answer = SubmissionResubmitted(
                caseId: id, caseNumber: event.caseNumber, round: 2, unit: event.unit, standard: event.standard,
                applicant: event.applicant, title: event.title, year: event.year, regions: event.regions,
                form: event.form, attachments: [], submittedAt: now,
                similar: [self.similar("Survei Baru", "V-26.6104.003")])
            try await stand.database.transaction { tx in
                try TakeAnswer(office: office).handle(
                    answer, in: tx, context: ReviewStand.context(TakeAnswer.consumer, now))
            }
            try await stand.browse { browser in
                let page = try await browser.get("/petugas/perkara/\(id)", as: .officer).text
                #expect(page.contains("Survei Baru") && !page.contains("Survei Lama"))
            }
            let before = try await stand.database.read { tx in try CaseStore.filing(of: id, round: 1, in: tx)?.similar }
            #expect(before?.map(\.title) == ["Survei Lama"])
        }
    }

    @Test("It is told apart whether nothing was near or nobody had looked")
    func none() async throws {
        try await ReviewStand.with { stand in
            let looked = try await self.open(stand, [])
            let unlooked = try await self.open(stand, nil)
            try await stand.browse { browser in
                let none = try await browser.get("/petugas/perkara/\(looked.caseId)", as: .officer).text
                #expect(none.contains("Tidak ada kegiatan serupa"))
                let unknown = try await browser.get("/petugas/perkara/\(unlooked.caseId)", as: .officer).text
                #expect(unknown.contains("Belum dicari ketika pengajuan ini dikirim."))
            }
        }
    }
}
