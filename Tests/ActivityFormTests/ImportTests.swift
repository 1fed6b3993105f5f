import ActivityForm
import Contracts
import Foundation
import Testing

@Suite("Importing a record of the present system")
struct ImportTests {
    let importing: RecordImport

    init() throws { self.importing = RecordImport(definition: try Samples.definition(), regions: Samples.regions) }

    @Test("The real record becomes a draft, misspelt keys and all")
    func real() throws {
        let record = try self.importing.read(try Samples.record())
        let answers = record.content.answers
        #expect(answers["judul"] == .string("Kompilasi Data Pelaporan Gratifikasi"))
        #expect(answers["tahun"] == .integer(2026))
        #expect(answers["cara"] == .integer(3))
        #expect(answers["1.1"] == .string("Komisi Pemberantasan Korupsi"))
        #expect(answers["4.1"] == .integer(2))
        #expect(answers["4.2"] == .integer(7))
        #expect(answers["4.3"] == .integer(3))
        #expect(answers["4.4"] == .integer(1))
        #expect(answers["4.6"] == .array([.integer(8)]))
        #expect(answers["4.7"] == .array([.integer(1), .integer(2), .integer(8), .integer(16)]))
        #expect(answers["6.6"] == .object(["supervisor": .integer(4), "enumerator": .integer(3)]))
        #expect(answers["7.3"] == .array([.integer(8)]))
        #expect(answers["7.3.lainnya"] == .string("Laporan Gratifikasi dan Objek Gratifikasi"))
        #expect(answers["8.1"]?.object?["digital"] == .integer(1))
        #expect(answers["3.4"]?.array?.count == 4)
        #expect(answers["3.2"]?.string?.hasPrefix("1. Memenuhi kebutuhan instansi") == true)
        #expect(answers["3.2"]?.string?.contains("\n4. Sebagai bahan monitoring") == true)
        #expect(answers["3.1"]?.string?.contains("<") == false)
    }

    @Test("What the record lacks is named, and nothing is invented")
    func lacking() throws {
        let record = try self.importing.read(try Samples.record())
        #expect(
            record.report.lacking.map(\.field) == [
                "sektor", "2.2/telepon", "3.3/desain", "3.3/evaluasi", "4.8", "6.3", "8.2/digital",
            ])
        #expect(record.content.answers["sektor"] == nil)
        let left = record.report.notTaken.map(\.key)
        #expect(left.contains("wilayah"))
        #expect(left.contains("catatan_pemeriksaan"))
        #expect(left.contains("blok_ix/file_berkas_pendukung"))
        #expect(record.report.taken.contains { $0.key == "blok_vii/unit_analsis" })
    }

    @Test(
        "The way of collecting is taken from the title only when it is certain",
        arguments: [
            ("Kompilasi Data Pelaporan", 3), ("Survei Kepuasan", 2), ("SENSUS Ternak", 1), ("Pencacahan Lengkap X", 1),
            ("Pencacahan X", nil), ("Pendataan Kompilasi", nil), ("Survei Kompilasi", nil), ("Laporan", nil),
        ] as [(String, Int?)])
    func way(title: String, code: Int?) throws {
        let record = try self.importing.read(Array(#"{"nama_kegiatan":"\#(title)","form":"{}"}"#.utf8))
        #expect(record.content.answers["cara"] == code.map(JSONValue.integer))
    }

    @Test(
        "A file that is no record is refused",
        arguments: [
            ("", 400), ("{", 400), ("[]", 400), ("{}", 400), (#"{"form":"{"}"#, 400), (#"{"form":7}"#, 400),
            (#"{"form":"[]"}"#, 400),
        ])
    func refused(text: String, status: Int) throws {
        let problem = #expect(throws: Problem.self) { try self.importing.read(Array(text.utf8)) }
        #expect(problem?.status == status)
    }

    @Test("Broken UTF-8, too large a file and too large a form are refused")
    func limits() throws {
        #expect(throws: Problem.self) { try self.importing.read([0x7B, 0xFF, 0x7D]) }
        let large = [UInt8](repeating: 32, count: RecordImport.largestFile + 1)
        #expect(throws: Problem.tooLarge(limit: "10 MiB untuk satu berkas catatan")) { try self.importing.read(large) }
        let long = String(repeating: "x", count: 19_000)
        let rows = Array(
            repeating: #"{"nama":"a","definisi":"\#(String(repeating: "y", count: 1_900))","referensi_waktu":"2026"}"#,
            count: 120)
        let form =
            #"{"form":{"blok_iii":{"latar_belakang_kegiatan":"\#(long)","variabel_yang_dikumpulkan":[\#(rows.joined(separator: ","))]}}}"#
        let problem = #expect(throws: Problem.self) { try self.importing.read(Array(form.utf8)) }
        #expect(problem?.status == 413)
    }

    @Test("Values of the wrong type are reported and left out")
    func wrongTypes() throws {
        let text = #"""
            {"nama_kegiatan":true,"tahun_kegiatan":"dua ribu","form":{"blok_i":["x"],"blok_iv":{"kegiatan_ini_dilakukan":"kadang",
            "sebagian_cakupan_wilayah_pengumpulan_data":["9999"]},"blok_vi":{"jumlah_petugas_supervisor":"4 orang"},
            "blok_iii":{"rencana_jadwal_kegiatan":{"analisis":{"awal":"2026-02-30","akhir":"2026-03-01"}}},"blok_v":{"x":1}}}
            """#
        let record = try self.importing.read(Array(text.utf8))
        let left = Set(record.report.notTaken.map(\.key))
        #expect(
            left.isSuperset(of: [
                "tahun_kegiatan", "blok_i", "blok_iv/kegiatan_ini_dilakukan", "blok_vi/jumlah_petugas_supervisor",
                "blok_iii/rencana_jadwal_kegiatan/analisis/awal", "blok_v/x", "nama_kegiatan",
            ]))
        #expect(record.content.answers["judul"] == nil)
        #expect(record.content.answers["4.1"] == nil)
        let staff = record.report.notTaken.first { $0.key == "blok_vi/jumlah_petugas_supervisor" }
        #expect(
            staff?.text
                == "6.6 Jumlah petugas: Ini bukan bilangan bulat: ada huruf, tanda, atau satuan di dalamnya. "
                + "Tuliskan angkanya saja, tanpa satuan seperti \"orang\".")
    }

    @Test("One part that does not fit is left out; what stands beside it is taken")
    func onePart() throws {
        let long = String(repeating: "x", count: 301)
        let text = """
            {"form":{"blok_i":{"alamat_instansi_penyelenggara":{"alamat":"Jalan 1","email":"bukan pos-el"}},
            "blok_iii":{"variabel_yang_dikumpulkan":[{"nama":"\(long)","definisi":"D."},{"nama":"Umur"},7]},
            "blok_iv":{"sebagian_cakupan_wilayah_pengumpulan_data":["6104","9999","abc"]}}}
            """
        let record = try self.importing.read(Array(text.utf8))
        #expect(record.content.answers["1.2"] == .object(["alamat": .string("Jalan 1")]))
        #expect(
            record.content.answers["3.4"]
                == .array([.object(["definisi": .string("D.")]), .object(["nama": .string("Umur")])]))
        #expect(record.content.answers["4.5"] == .array([.string("6104")]))
        let left = record.report.notTaken
        #expect(
            left.map(\.key) == [
                "blok_iii/variabel_yang_dikumpulkan/2", "blok_iv/sebagian_cakupan_wilayah_pengumpulan_data/1",
                "blok_iv/sebagian_cakupan_wilayah_pengumpulan_data/2", "blok_i/alamat_instansi_penyelenggara",
                "blok_iii/variabel_yang_dikumpulkan",
            ])
        #expect(left[3].text.hasPrefix("1.2 Alamat instansi penyelenggara, Pos-el (e-mail): Ini bukan satu alamat"))
        #expect(left[4].text.hasPrefix("3.4 Variabel (karakteristik) yang dikumpulkan, baris 1, Nama variabel: "))
    }

    @Test("What stands twice in a record and says two things is taken once and reported once")
    func twice() throws {
        let text = #"""
            {"nama_kegiatan":"Survei A","judul_kegiatan":"Survei B","instansi":"Dinas A","form":{
            "blok_i":{"instansi_penyelenggara":"Dinas B"},
            "blok_iv":{"frekuensi_penyelanggara":"tahunan","frekuensi_penyelenggara":"bulanan"}}}
            """#
        let record = try self.importing.read(Array(text.utf8))
        #expect(record.content.answers["judul"] == .string("Survei A"))
        #expect(record.content.answers["1.1"] == .string("Dinas B"))
        #expect(record.content.answers["4.2"] == .integer(7))
        #expect(
            record.report.notTaken.map(\.key) == ["judul_kegiatan", "instansi", "blok_iv/frekuensi_penyelenggara"])
        // Said twice alike, or once with an empty other, there is nothing to report.
        let alike = try self.importing.read(
            Array(
                #"{"nama_kegiatan":"","judul_kegiatan":"A","instansi":"D","form":{"blok_i":{"instansi_penyelenggara":"D"},"blok_iv":{"frekuensi_penyelanggara":"","frekuensi_penyelenggara":"bulanan"}}}"#
                    .utf8))
        #expect(alike.report.notTaken.isEmpty)
        #expect(alike.content.answers["judul"] == .string("A") && alike.content.answers["4.2"] == .integer(3))
    }

    @Test("A number in two pieces and a day with something behind it are left to the applicant")
    func pieces() throws {
        func left(_ supervisors: String, _ day: String) throws -> [String] {
            let text =
                #"{"form":{"blok_iii":{"rencana_jadwal_kegiatan":{"analisis":{"awal":"\#(day)"}}},"blok_vi":{"jumlah_petugas_supervisor":"\#(supervisors)"}}}"#
            return try self.importing.read(Array(text.utf8)).report.notTaken.map(\.key)
        }
        #expect(try left(" 4 ", "2026-03-01") == [])
        #expect(try left("4", "2026-03-01 08:30:00") == [])
        #expect(try left("4", "2026-03-01T08:30:00.000Z") == [])
        #expect(try left("4 3", "2026-03-01") == ["blok_vi/jumlah_petugas_supervisor"])
        #expect(try left("4", "2026-03-0100") == ["blok_iii/rencana_jadwal_kegiatan/analisis/awal"])
        #expect(try left("4", "2026-03-01 atau nanti") == ["blok_iii/rencana_jadwal_kegiatan/analisis/awal"])
    }

    @Test("The report names keys as they stand in the record, and says that a picture did not come")
    func keys() throws {
        let text =
            #"{"form":{"blok_iii":{"tujuan_kegiatan":"<p>Satu<img src='a.png'></p>"},"blok_vi":{"jumlah_petugas_supervisor":"4","jumlah_petugas_enumerator":5}}}"#
        let report = try self.importing.read(Array(text.utf8)).report
        #expect(report.taken.map(\.key).contains("blok_vi/jumlah_petugas_supervisor, jumlah_petugas_enumerator"))
        #expect(report.notTaken.map(\.key) == ["blok_iii/tujuan_kegiatan"])
    }

    @Test(
        "HTML becomes text",
        arguments: [
            ("<p>Satu</p><p>Dua &amp; tiga</p>", "Satu\nDua & tiga"), ("a < b", "a < b"), ("<script>x</script>y", "y"),
            ("<ol><li><p>satu</p></li><li>dua</li></ol>", "1. satu\n2. dua"), ("<ul><li>x</ul>", "- x"),
            ("berat BB<TB dan TB>50", "berat BB<TB dan TB>50"), ("m<sup>2</sup><o:p></o:p>", "m2"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
            (#"lihat <a class="x" href="https://a.id/b">ini</a>."#, "lihat ini (https://a.id/b)."),
            ("<a href='https://a.id'>https://a.id</a>", "https://a.id"), ("<a name=x>y</a></a>", "y"),
            ("a&nbsp;&#98;&#x63;&bogus;", "a bc&bogus;"), ("<p", "<p"), ("", ""), ("<li>", "-"),
        ])
    func html(html: String, text: String) { #expect(PlainText.of(html: html) == text) }
}
