import Contracts
import Foundation
import IntakeDomain
import Postgres
import Standards
import TestSupport
import Testing

@testable import Intake

@Suite("Pages of service standards")
struct StandardPageTests {
    @Test("All 553 units are listed, page by page, and found by name, code and province")
    func list() async throws {
        try await IntakeStage.with(allStandards: true) { stage in
            try await stage.serving { door in
                let visitor = door.visitor()
                let first = try await visitor.get("/standar")
                #expect(first.status == 200)
                #expect(first.text.contains("553 unit"))
                var codes: Set<String> = []
                for page in 1...10 {
                    let text = try await visitor.get("/standar?halaman=\(page)").text
                    codes.formUnion(Self.codes(in: text))
                }
                #expect(codes == Set(stage.intake.parts.units.all.map(\.code.text)))
                #expect(Self.codes(in: try await visitor.get("/standar?cari=mempawah").text) == ["6104"])
                #expect(Self.codes(in: try await visitor.get("/standar?cari=6104").text) == ["6104"])
                let province = Self.codes(in: try await visitor.get("/standar?provinsi=6100").text)
                #expect(province.count == 15)
                #expect(Self.codes(in: try await visitor.get("/standar?cari=kota+pontianak").text) == ["6171"])
                #expect(
                    try await visitor.get("/standar?cari=%3Cscript%3E").text.contains("Tidak ada unit yang ditemukan"))
            }
        }
    }

    @Test("The list says what applies today: not what has yet to begin, and nothing once the last version has ended")
    func listOfToday() async throws {
        try await IntakeStage.with { stage in
            try await Self.publishSecond(stage, from: "2027-01-01", until: "2027-12-31")
            // Days of Jakarta: a quarter of an hour before midnight, and after it.
            let moments = [
                ("2026-12-31T16:45:00Z", "14 hari kerja"), ("2026-12-31T17:15:00Z", "10 hari kerja"),
                ("2027-12-31T16:45:00Z", "10 hari kerja"), ("2027-12-31T17:15:00Z", "–"),
            ]
            try await stage.serving { door in
                for (moment, expected) in moments {
                    let now = try #require(ContractJSON.date(from: moment))
                    stage.clock.advance(by: now.timeIntervalSince(stage.clock.now))
                    let page = try await door.visitor().get("/standar?cari=6104").text
                    let row = try #require(page.firstMatch(of: /<tr><td[^>]*>6104<.*<\/tr>/)).output
                    #expect(row.contains("data-label=\"Jangka waktu\">\(expected)</td>"), "\(moment): \(row)")
                    #expect(row.hasSuffix("\">–</td></tr>") == (expected == "–"), "\(moment): \(row)")
                }
            }
        }
    }

    @Test("Neighbouring pages keep the search, whatever signs it has; a page that is no number is the first")
    func leafing() async throws {
        try await IntakeStage.with(allStandards: true) { stage in
            try await stage.serving { door in
                let visitor = door.visitor()
                let first = try await visitor.get("/standar?cari=kabupaten+a&provinsi=").text
                #expect(first.contains("href=\"/standar?cari=kabupaten%20a&amp;provinsi=&amp;halaman=2\""))
                #expect(try await visitor.get("/standar?cari=kabupaten+a&halaman=x").text == first)
                #expect(try await visitor.get("/standar?cari=kabupaten+a&halaman=0").text == first)
            }
        }
    }

    private static func codes(in page: String) -> Set<String> {
        Set(page.matches(of: /href="\/standar\/([0-9]{4})"/).map { String($0.output.1) }).subtracting(
            // The footer leads to headquarters from every page.
            page.contains("data-label=\"Kode\">0000<") ? [] : ["0000"])
    }

    @Test("A unit's page shows the six published components, what was settled and why, and where it stands")
    func unit() async throws {
        try await IntakeStage.with { stage in
            try await stage.serving { door in
                let visitor = door.visitor()
                let text = try await visitor.get("/standar/6104").text
                for expected in [
                    "Persyaratan", "Sistem, mekanisme, dan prosedur: Datang langsung", "Jangka waktu",
                    "Tidak dipungut biaya",
                    "Produk pelayanan", "ipds6104@bps.go.id", "Tertulis:", "penjualan produk statistik", "Alasan:",
                    "Senin–Kamis 08.00–15.30", "hasil pemeriksaan sudah diberitahukan", "Peraturan Pemerintah Nomor 51",
                    "belum diperiksa pada naskahnya", "Survei Kepuasan Masyarakat",
                    "14 (empat belas) hari kerja sejak diumumkan",
                    "/standar-banding?satu=6104@1&amp;dua=0000",
                ] {
                    #expect(text.contains(expected), "\(expected)")
                }
            }
        }
    }

    @Test("A version has an address of its own, which says whether it applies; the unit's page shows the one that does")
    func versions() async throws {
        try await IntakeStage.with { stage in
            try await Self.publishSecond(stage, from: "2099-01-01")
            try await stage.serving { door in
                let visitor = door.visitor()
                let current = try await visitor.get("/standar/6104").text
                #expect(current.contains("14 hari kerja sejak berkas"))
                #expect(!current.contains("Versi ini tidak berlaku hari ini"))
                #expect(current.contains("/standar/6104/versi/2"))
                let second = try await visitor.get("/standar/6104/versi/2").text
                #expect(second.contains("10 hari kerja sejak berkas"))
                #expect(second.contains("Versi ini tidak berlaku hari ini"))
                for missing in ["/standar/6104/versi/3", "/standar/6104/versi/x", "/standar/9999/versi/1"] {
                    #expect(try await visitor.get(missing).status == 404)
                }
                let compared = try await visitor.get("/standar-banding?satu=6104@1&dua=6104@2").text
                #expect(compared.contains("<del>14 hari kerja sejak berkas dinyatakan lengkap dan jelas</del>"))
                #expect(compared.contains("<ins>10 hari kerja sejak berkas dinyatakan lengkap dan jelas</ins>"))
            }
        }
    }

    @Test("Two units stand side by side; a unit that does not exist is said beside its field")
    func compared() async throws {
        try await IntakeStage.with { stage in
            try await stage.serving { door in
                let visitor = door.visitor()
                let text = try await visitor.get("/standar-banding?satu=6104&dua=0000").text
                #expect(text.contains("<ins>WhatsApp</ins>"))
                #expect(text.contains("BPS Kabupaten Mempawah, versi 1"))
                let empty = try await visitor.get("/standar-banding")
                #expect(empty.status == 200)
                let unknown = try await visitor.get("/standar-banding?satu=9999&dua=0000@9").text
                #expect(unknown.contains("Standar 9999 tidak ada"))
                #expect(unknown.contains("Standar 0000@9 tidak ada"))
            }
        }
    }

    @Test("A case is pinned to the version of the day of its submission, and stays there when another begins")
    func pinned() async throws {
        try await IntakeStage.with { stage in
            let unit = try #require(UnitCode("6104"))
            let begin = try #require(Day("2027-01-01"))
            try await Self.publishSecond(stage, from: begin.description)
            let days: [(Day, String)] = [(begin.advanced(by: -1), "6104@1"), (begin, "6104@2")]
            for (day, expected) in days {
                let pinned = try await stage.database.transaction { tx in
                    try CaseCounter.next(unit: unit, on: day, in: tx)?.standard
                }
                #expect(pinned == expected)
            }
            #expect(StandardRoutes.address(of: "6104@1") == "/standar/6104/versi/1")
        }
    }

    @Test("After the last version has ended nothing applies, and no number is taken")
    func ended() async throws {
        try await IntakeStage.with { stage in
            let unit = try #require(UnitCode("6104"))
            try await Self.publishSecond(stage, from: "2027-01-01", until: "2027-12-31")
            let found = try await stage.database.transaction { tx in
                try ["2027-12-31", "2028-01-01"].map { day in
                    try CaseCounter.next(unit: unit, on: try #require(Day(day)), in: tx)?.standard
                }
            }
            #expect(found == ["6104@2", nil])
        }
    }

    @Test("A published version that has other words in its file is named, and stays as it was published")
    func changed() async throws {
        try await IntakeStage.with(allStandards: true) { stage in
            let publish = stage.intake.publishStandards
            let now = stage.clock.now
            try await stage.database.transaction { tx in
                try tx.execute(
                    "UPDATE standard SET body = jsonb_set(body, '{fee}', '\"Rp1\"') WHERE id = '6104@1'")
            }
            let outcome = try await stage.database.transaction { try publish(now: now, in: $0) }
            #expect(outcome == PublishStandards.Outcome(published: 0, changed: ["6104@1"]))
        }
    }

    private static func publishSecond(_ stage: IntakeStage, from day: String, until: String? = nil) async throws {
        let code = try #require(UnitCode("6104"))
        let unit = try #require(stage.intake.parts.units.unit(code))
        var standard = try #require(stage.intake.publishStandards.library.standard(of: code))
        standard.version = 2
        standard.id = "6104@2"
        standard.effectiveFrom = try #require(Day(day))
        standard.effectiveUntil = until.flatMap { Day($0) }
        standard.workingDays = 10
        let second = standard
        let now = stage.clock.now
        try await stage.database.transaction { try StandardStore.insert(second, of: unit, now: now, in: $0) }
    }
}
