import Contracts
import Foundation
import Messaging
import Postgres
import Hummingbird
import TestSupport
import Testing
import Web

@testable import Intake

@Suite("The form's pages")
struct PageTests {
    @Test("The real record is imported, completed page by page and submitted to headquarters")
    func record() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let imported = try await visitor.upload(
                    "/pengajuan/impor", NationalRecord.json(), named: "catatan.json", from: "/pengajuan/impor")
                let draft = try #require(imported.location?.split(separator: "?").first.map(String.init))
                let overview = try await visitor.get(draft)
                #expect(overview.text.contains("Masih perlu Anda lengkapi"))
                #expect(overview.text.contains("2.2 Penanggung jawab teknis (setingkat eselon 3), Telepon"))
                let early = try await visitor.send(
                    "\(draft)/kirim", form: ["kunci": ["kunci-terlalu-dini"]], from: "\(draft)/pratinjau")
                #expect(early.status == 422)
                #expect(early.text.contains("Belum dapat dikirim"))
                let lacking: [(String, [String: String])] = [
                    ("0", ["sektor": "18"]), ("2", ["2.2/telepon": "(021) 1"]),
                    (
                        "3",
                        [
                            "3.3/desain/awal": "2025-12-01", "3.3/desain/akhir": "31/12/2025",
                            "3.3/evaluasi/awal": "2027-02-01", "3.3/evaluasi/akhir": "2027-02-28",
                        ]
                    ),
                    ("4", ["4.8": "8", "4.8.lainnya": "Laporan"]), ("6", ["6.3": "2"]),
                    ("8", ["8.2/digital": "2027-01-15"]),
                ]
                for (block, answers) in lacking {
                    let page = try await visitor.get("\(draft)/blok/\(block)")
                    var fields = PageFields.read(page.text)
                    for (name, value) in answers { fields[name] = [value] }
                    let saved = try await visitor.send("\(draft)/blok/\(block)", form: fields)
                    #expect(saved.status == 303, "blok \(block)")
                }
                let preview = try await visitor.get("\(draft)/pratinjau")
                #expect(preview.text.contains("BPS RI (pusat)"))
                let key = try #require(preview.input("kunci"))
                let sent = try await visitor.send(
                    "\(draft)/kirim", form: ["kunci": [key]], from: "\(draft)/pratinjau")
                #expect(sent.location == "\(draft)?pesan=diajukan")
                let page = try await visitor.get("\(draft)?pesan=diajukan")
                #expect(page.text.contains("LYK-2026-0000-000001"))
            }
            let event = try #require(try await stage.published(SubmissionSubmitted.self).first)
            #expect(event.unit == .headquarters)
            #expect(event.regions == [])
            #expect(event.form.answers["4.7"] == .array([.integer(1), .integer(2), .integer(8), .integer(16)]))
        }
    }

    @Test("My cases come in pages, the last submitted first, whoever else submits")
    func manyCases() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let other = try await stage.account("b@x.example")
            try await stage.database.transaction { tx in
                for (owner, letter) in [(person, "A"), (other, "B")] {
                    try tx.execute(
                        """
                        INSERT INTO submission (case_id, number, person_id, unit, standard, title, year, institution,
                                                regions, source, round, first_submitted_at, submitted_at)
                        SELECT gen_random_uuid(), \(letter) || '-' || n, \(owner.uuid), s.unit, s.id, 'Survei', 2026,
                               'Instansi', '{}', 'page', 1, now(), timestamptz '2026-01-01' + n * interval '1 minute'
                          FROM generate_series(101, 161) n, (SELECT unit, id FROM standard ORDER BY id LIMIT 1) s
                        """)
                }
                try tx.execute(
                    """
                    INSERT INTO case_mirror (case_id, round, stage, updated_at)
                    -- One whose mirror is missing stands where it was submitted.
                    SELECT case_id, 1, 'selesai', now() FROM submission WHERE number <> 'A-161'
                    """)
            }
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let first = try await visitor.get("/pengajuan").text
                #expect(first.contains("A-161") && first.contains("A-102") && !first.contains("A-101"))
                #expect(first.contains("/pengajuan?halaman=2") && !first.contains("B-1"))
                let second = try await visitor.get("/pengajuan?halaman=2").text
                #expect(second.contains("A-101") && !second.contains("A-102") && second.contains("halaman=1"))
                let beyond = try await visitor.get("/pengajuan?halaman=99").text
                #expect(beyond.contains("A-101") && beyond.contains("halaman=1"))
            }
        }
    }

    @Test("A page saves what can be read and shows again what cannot")
    func unreadable() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let block = try #require(try await visitor.send("/pengajuan/baru", form: [:]).location)
                let answer = try await visitor.send(
                    block, form: ["judul": ["Kompilasi <b>Data</b>"], "tahun": ["dua ribu"], "cara": ["99"]])
                #expect(answer.status == 422)
                #expect(answer.text.contains("dua ribu"))
                #expect(answer.text.contains("Kompilasi &lt;b&gt;Data&lt;/b&gt;"))
                #expect(!answer.text.contains("<b>Data"))
                let again = try await visitor.get(block)
                #expect(again.text.contains("Kompilasi &lt;b&gt;Data"))
                #expect(!again.text.contains("dua ribu"))
            }
        }
    }

    @Test("Rows are added and regions are chosen without a script")
    func rows() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let first = try #require(try await visitor.send("/pengajuan/baru", form: [:]).location)
                let draft = String(first.dropLast("/blok/0".count))
                let added = try await visitor.send(
                    "\(draft)/blok/3", form: ["3.4/0/nama": ["Jenis"], "aksi": ["tambah-baris"]])
                let page = try await visitor.get(try #require(added.location))
                #expect(page.text.contains("name=\"3.4/0/nama\" value=\"Jenis\""))
                #expect(page.text.contains("name=\"3.4/1/nama\""))
                let province = try await visitor.send(
                    "\(draft)/blok/4", form: ["4.4": ["2"], "_provinsi": ["6100"], "aksi": ["wilayah"]])
                let regions = try await visitor.get(try #require(province.location))
                #expect(regions.text.contains("Kabupaten Mempawah (6104)"))
                _ = try await visitor.send("\(draft)/blok/4", form: ["4.4": ["2"], "4.5": ["6104", "6171"]])
                let chosen = try await visitor.get("\(draft)/blok/4")
                #expect(chosen.text.contains("Kota Pontianak (6171)"))
                #expect(chosen.text.contains("value=\"6104\" checked"))
                #expect(chosen.bytes.count < 60 * 1024)
            }
        }
    }

    @Test("The catalogue finds by words and by year, and shows what visitors type as text")
    func catalogue() async throws {
        try await IntakeStage.with { stage in
            let now = stage.clock.now
            try await stage.database.transaction { tx in
                for (index, title) in ["Survei Gratifikasi", "Kompilasi Ternak", "Survei <Wisata>"].enumerated() {
                    try CatalogueStore.insert(
                        CatalogueStore.Entry(
                            caseID: CaseID(UUID()), title: title, year: 2025 + index, institution: "Dinas",
                            unit: .headquarters, recommendationNumber: "V-26.0000.00\(index)",
                            verificationCode: "K\(index)",
                            issuedAt: now), sketch: nil, in: tx)
                }
            }
            try await stage.serving { door in
                let visitor = door.visitor()
                let words = try await visitor.get("/katalog?cari=grati")
                #expect(words.text.contains("Survei Gratifikasi") && !words.text.contains("Ternak"))
                let year = try await visitor.get("/katalog?tahun=2026")
                #expect(year.text.contains("Ternak") && !year.text.contains("Gratifikasi"))
                let number = try await visitor.get("/katalog?cari=V-26.0000.002")
                #expect(number.text.contains("&lt;Wisata&gt;"))
                let odd = try await visitor.get("/katalog?cari=%3Cscript%3E")
                #expect(!odd.text.contains("<script>"))
                #expect(try await visitor.get("/katalog?cari=%FF").status == 400)
            }
        }
    }
}

/// Reads the fields of a page as a browser would send them.
enum PageFields {
    static func read(_ html: String) -> [String: [String]] {
        var fields: [String: [String]] = [:]
        for input in html.matches(of: /<input [^>]*name="([^"]+)"[^>]*>/) {
            let tag = String(input.0)
            let name = String(input.1)
            guard name != "_csrf", let value = tag.firstMatch(of: /value="([^"]*)"/)?.1 else { continue }
            if tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"") {
                guard tag.contains(" checked") else { continue }
            }
            fields[name, default: []].append(self.decoded(String(value)))
        }
        for area in html.matches(of: /(?s)<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)<\/textarea>/) {
            fields[String(area.1)] = [self.decoded(String(area.2))]
        }
        for select in html.matches(of: /(?s)<select [^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/) {
            if let chosen = String(select.2).firstMatch(of: /<option value="([^"]*)" selected/)?.1 {
                fields[String(select.1)] = [String(chosen)]
            }
        }
        return fields
    }

    private static func decoded(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&#x27;", with: "'").replacing("&amp;", with: "&")
    }
}
