import Contracts
import Foundation
import Hummingbird
import Postgres
import ReviewDomain
import ServiceHost
import Testing
import Web

@testable import Review

@Suite("The pages of Review")
struct PageTests {
    @Test("Officers, evaluator and signer walk a case through the pages to the letter and its verification")
    func wholePath() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            let path = "/petugas/perkara/\(id)"
            try await stand.browse { browser in
                func press(
                    _ step: String, _ fields: [(String, String)] = [], as person: TestPerson
                ) async throws {
                    let page = try await browser.get(path, as: person)
                    #expect(page.text.contains("action=\"\(path)/\(step)\""), "\(step) is not offered")
                    let version = try #require(page.version)
                    let answer = try await browser.post("\(path)/\(step)", [("versi", version)] + fields, as: person)
                    #expect(answer.status == 303, "\(step): \(answer.text)")
                }
                let list = try await browser.get("/petugas", as: .officer)
                #expect(list.status == 200 && list.text.contains(path) && list.text.contains("belum diambil"))
                try await press("ambil", as: .officer)
                let mine = try await browser.get("/petugas?tampil=saya", as: .officer)
                #expect(mine.text.contains(path))
                let unclaimed = try await browser.get("/petugas?tampil=belum-diambil", as: .officer)
                #expect(!unclaimed.text.contains(path))

                let fresh = try await browser.get(path, as: .officer)
                #expect(fresh.text.contains("Survei Contoh &lt;2026&gt;") && !fresh.text.contains("Contoh <2026>"))
                #expect(fresh.bytes.count < 60 * 1024)
                try await press(
                    "kembalikan", [("catatan/3.1", "Jelaskan."), ("catatan", "Mohon lengkapi.")], as: .officer)
                let returned = try await browser.get(path, as: .officer)
                #expect(returned.text.contains("Jelaskan.") && returned.text.contains("Belum lengkap"))
                try await stand.resubmit(id)

                try await press("lengkap", as: .officer)
                let running = try await browser.get(path, as: .officer)
                #expect(running.text.contains("4 September 2026") && running.text.contains("Hari Kemerdekaan"))
                #expect(running.bytes.count < 60 * 1024)
                let findings = [("putusan/judul", "sound"), ("putusan/3.1", "advice"), ("catatan/3.1", "Perjelas.")]
                try await press("periksa", findings, as: .officer)
                try await press("evaluasi", as: .officer)
                try await press("pendapat", [("usul", "feasible"), ("pendapat", "Pendapat rahasia.")], as: .evaluator)
                try await press("tutup-evaluasi", [("notula", "Dibahas.")], as: .officer)
                try await press("naskah", [("hasil", "feasible"), ("saran", "Satu.\r\n\r\nDua.")], as: .officer)
                let draft = try await browser.get("\(path)/pratinjau", as: .signer)
                #expect(draft.status == 200 && draft.text.hasPrefix("%PDF-"))

                let desk = try await browser.get("/pengesahan", as: .signer)
                #expect(desk.text.contains("/pengesahan/\(id)/sahkan") && desk.text.contains("Dua."))
                let version = try #require(desk.version)
                let signed = try await browser.post("/pengesahan/\(id)/sahkan", [("versi", version)], as: .signer)
                #expect(signed.status == 303)
                let empty = try await browser.get("/pengesahan", as: .signer)
                #expect(!empty.text.contains("/pengesahan/\(id)/sahkan"))
            }
            let letter = try #require(try await stand.find(id).letter)
            let issue = try #require(letter.issue)
            #expect(letter.advice == ["Satu.", "Dua."])
            try await stand.browse { browser in
                let file = try await browser.get("/surat/\(letter.id)", as: .applicant)
                #expect(file.status == 200 && file.bytes.count == issue.size)
                for person in [TestPerson.otherApplicant, .officer6104, .signer6104] {
                    let hidden = try await browser.get("/surat/\(letter.id)", as: person)
                    #expect(hidden.status == 404, "\(person.name)")
                }
                let stranger = try await browser.get("/surat/\(letter.id)")
                #expect(stranger.status == 303)
                let code = try await browser.get("/verifikasi/\(issue.verificationCode)")
                #expect(code.status == 200 && code.text.contains("Sah: surat ini diterbitkan"))
                #expect(!code.text.contains("Pemohon Contoh"))
                let typed = try await browser.get(
                    "/verifikasi?kode=\(issue.verificationCode.lowercased().replacing("-", with: "+"))")
                #expect(typed.text.contains("Sah: surat ini diterbitkan"))
                let wrong = try await browser.get("/verifikasi/0000-0000-0000-0000-0000")
                #expect(wrong.text.contains("Tidak sah"))
                let api = "/api/v1/letters/\(issue.verificationCode)/verification"
                let same = try await browser.request("POST", api, [.contentType: "application/pdf"], file.bytes)
                #expect(same.text.contains("\"valid\":true"))
                var changed = file.bytes
                changed[changed.count / 2] ^= 1
                let other = try await browser.request("POST", api, [.contentType: "application/pdf"], changed)
                #expect(other.status == 200 && other.text.contains("\"valid\":false"))
                for (bytes, word) in [(file.bytes, "Sah: berkas ini persis"), (changed, "Tidak sah: berkas ini bukan")]
                {
                    let page = try await browser.upload("/verifikasi", bytes)
                    #expect(page.status == 200 && page.text.contains(word), "\(page.text.prefix(400))")
                }
            }
        }
    }

    @Test("The signing desk shows every letter that waits, page by page, and a refused signature stays on its page")
    func manyLetters() async throws {
        try await ReviewStand.with { stand in
            var waiting: Set<String> = []
            for _ in 0...SigningPage.size { waiting.insert(try await stand.draftedCase().description) }
            let ids = waiting
            try await stand.browse { browser in
                func shown(_ page: TestBrowser.Page) -> Set<String> {
                    Set(page.text.matches(of: /\/pengesahan\/([0-9a-f-]{36})\/sahkan/).map { String($0.1) })
                }
                let first = try await browser.get("/pengesahan", as: .signer)
                let second = try await browser.get("/pengesahan?halaman=2", as: .signer)
                #expect(shown(first).count == SigningPage.size && shown(second).count == 1)
                #expect(shown(first).union(shown(second)) == ids)
                #expect(first.text.contains("/pengesahan?halaman=2") && first.bytes.count < 60 * 1024)
                // A page after the last is the last.
                #expect(try await shown(browser.get("/pengesahan?halaman=99", as: .signer)) == shown(second))
                let last = try #require(shown(second).first)
                let refused = try await browser.post(
                    "/pengesahan/\(last)/sahkan?halaman=2", [("versi", "1")], as: .signer)
                #expect(refused.status == 409 && shown(refused) == [last])
                #expect(second.text.contains("/pengesahan/\(last)/sahkan?halaman=2"))
            }
        }
    }

    @Test("The days of a clock are listed; when they cannot be, the page says why and that the due date stands")
    func countedDays() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.draftedCase()
            try await stand.browse { browser in
                @Sendable func page() async throws -> String {
                    try await browser.get("/petugas/perkara/\(id)", as: .officer).text
                }
                let listed = try await page()
                #expect(listed.contains("akhir pekan") && !listed.contains("tidak dapat diperlihatkan"))
                try await stand.database.transaction { tx in
                    try tx.execute(
                        """
                        UPDATE calendar_version SET content = jsonb_set(content, '{coveredUntil}', '"2026-08-14"')
                        """)
                }
                let short = try await page()
                #expect(short.contains("tidak memuat semua harinya") && short.contains("tetap berlaku"))
                try await stand.database.transaction { tx in try tx.execute("DELETE FROM calendar_version") }
                #expect(try await page().contains("tidak ada di sini"))
            }
        }
    }

    @Test("A case of another unit is not found, and applicants have no way in")
    func otherUnits() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            try await stand.browse { browser in
                for path in ["/petugas/perkara/\(id)", "/petugas/perkara/\(id)/pratinjau"] {
                    #expect(try await browser.get(path, as: .officer6104).status == 404)
                    #expect(try await browser.get(path, as: .applicant).status == 403)
                    #expect(try await browser.get(path).status == 303)
                }
                let list = try await browser.get("/petugas", as: .officer6104)
                #expect(!list.text.contains(id.description))
                let taken = try await browser.post("/petugas/perkara/\(id)/ambil", [("versi", "1")], as: .officer6104)
                #expect(taken.status == 404)
                #expect(try await browser.get("/api/v1/cases/\(id)", as: .officer6104, bearer: true).status == 404)
                let own = try await browser.get("/api/v1/cases/\(id)", as: .officer, bearer: true)
                #expect(own.status == 200 && own.text.contains("\"state\":\"submitted\""))
            }
        }
    }

    @Test("A stale page says who changed what, shows the case as it is, and keeps what was typed")
    func stale() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            try await stand.perform(TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
            let page = try await stand.browse {
                try await $0.post(
                    "/petugas/perkara/\(id)/kembalikan", [("versi", "1"), ("catatan/3.1", "Sudah saya ketik.")],
                    as: .officer)
            }
            #expect(page.status == 409)
            #expect(page.text.contains("Perkara sudah berubah"))
            #expect(page.text.contains("Petugas Satu mengambil perkara pada"))
            #expect(page.text.contains("Sudah saya ketik."))
            #expect(page.version == "2")
        }
    }

    @Test("Every route states its audience, and none of the officers' pages is public")
    func audiences() async throws {
        try await ReviewStand.with { stand in
            let open = Set(stand.definition.routes.filter { $0.audience == .public }.map { "\($0.method) \($0.path)" })
            #expect(
                open == [
                    "GET /aset/{file}", "GET /kalender", "GET /verifikasi", "GET /verifikasi/{code}",
                    "POST /verifikasi",
                    "GET /api/v1/letters/{code}/verification", "POST /api/v1/letters/{code}/verification",
                ])
            #expect(CommandSet.actions.count == CommandCatalogue.all.filter { $0.service == .review }.count)
        }
    }
}
