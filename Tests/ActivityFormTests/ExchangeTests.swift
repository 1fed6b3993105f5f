import ActivityForm
import Contracts
import Foundation
import Testing

@Suite("Exchanging forms with the present system")
struct ExchangeTests {
    let definition: FormDefinition
    let importing: RecordImport
    let exporting: RecordExport

    init() throws {
        self.definition = try Samples.definition()
        self.importing = RecordImport(definition: self.definition, regions: Samples.regions)
        self.exporting = RecordExport(definition: self.definition, regions: Samples.regions)
    }

    private func form(of json: [UInt8]) throws -> [String: JSONValue] {
        let record = try ContractJSON.decode(JSONValue.self, from: json)
        let text = try #require(record.object?["form"]?.string)
        return try #require(ContractJSON.decode(JSONValue.self, from: Array(text.utf8)).object)
    }

    @Test("The real record, imported, exported and imported again, is the same form, and nothing of it is told as lost")
    func realRoundTrip() throws {
        let first = try self.importing.read(Samples.record())
        let exported = try self.exporting.write(first.content, files: ["kuesioner.pdf"])
        let second = try self.importing.read(exported.json)
        #expect(second.content == first.content)
        #expect(exported.notWritten == [])
        #expect(second.report.lacking == first.report.lacking)
        // What the form cannot hold was told by the first import; of an export only the files remain outside.
        #expect(second.report.notTaken.map(\.key) == ["blok_ix/file_berkas_pendukung"])
    }

    @Test(
        "The export has every key of the real record, misspelt ones and all, and each answered value as it stands there"
    )
    func sameKeys() throws {
        let original = try self.form(of: Samples.record())
        let written = try self.form(of: self.exporting.write(self.importing.read(Samples.record()).content).json)
        var compared = 0
        func compare(_ source: JSONValue, _ copy: JSONValue?, at path: String) {
            switch source {
            case .object(let members):
                for (key, value) in members {
                    let there = copy?.object?[key]
                    #expect(there != nil, "\(path)/\(key) is missing")
                    compare(value, there, at: "\(path)/\(key)")
                }
            case .string(let text):
                // Markup and blanks at the ends are not kept; the words are.
                let plain = copy?.string.map(PlainText.of(html:))
                if !path.contains("blok_ix") { #expect(plain == PlainText.of(html: text), "\(path)") }
                compared += 1
            case .array where path.contains("blok_ix"): break
            case .array(let elements):
                for (index, element) in elements.enumerated() {
                    compare(element, copy?.array?[index], at: "\(path)/\(index)")
                }
            default:
                #expect(copy == source, "\(path)")
                compared += 1
            }
        }
        compare(.object(original), .object(written), at: "")
        #expect(compared > 80)
        #expect(written["blok_iv"]?.object?["frekuensi_penyelanggara"] == .string("tahunan"))
        #expect(
            written["blok_vii"]?.object?["unit_analsis"]?.object?["tingkat_penyajian_hasil_analisis_lainnya"]
                == .string("Laporan Gratifikasi dan Objek Gratifikasi"))
    }

    @Test("Whatever the form, its record is read as the same form", arguments: 0..<300)
    func anyForm(seed: UInt64) throws {
        var generator = FormGenerator(self.definition, seed: seed)
        let content = generator.form(answered: Int(seed) % 101)
        let exported = try self.exporting.write(content)
        let read = try self.importing.read(exported.json)
        for question in self.definition.questions {
            #expect(
                read.content.answers[question.number] == content.answers[question.number],
                "seed \(seed): \(question.number)")
        }
        #expect(exported.notWritten == [], "seed \(seed)")
        #expect(read.report.notTaken == [], "seed \(seed)")
    }

    @Test("Block V goes out and comes back in words, for every option")
    func sampling() throws {
        for question in self.definition.questions {
            guard case .choice(let options) = question.kind else { continue }
            for option in options {
                var content = self.definition.empty
                content.answers[question.number] = .integer(option.code)
                let exported = try self.exporting.write(content)
                #expect(try self.importing.read(exported.json).content == content, "\(question.number) \(option.code)")
                // A word, never a number: the numbers of 4.3 differ between copies of the questionnaire.
                let text = try #require(
                    ContractJSON.decode(JSONValue.self, from: exported.json).object?["form"]?.string)
                #expect(!text.contains(":\(option.code),"), "\(question.number)")
            }
        }
    }

    @Test("What an export cannot hold is told")
    func notWritten() throws {
        var content = self.definition.empty
        content.answers = ["6.3": .integer(9), "judul": .string("A"), "zzz": .string("x")]
        let exported = try self.exporting.write(content)
        #expect(exported.notWritten.map(\.number) == ["6.3", "zzz"])
        #expect(try self.importing.read(exported.json).content.answers == ["judul": .string("A")])
    }

    @Test("Spellings and words of the same family of programs are read, however they are capitalised")
    func family() throws {
        let text = #"""
            {"judul_kegiatan":"Pendataan","form":{"cara_pengumpulan_data":"SURVEI","identitas_rekomendasi":"V-23.1375.002",
            "blok_i":{"instansi_penyelanggara":"Dinas"},
            "blok_iii":{"rencana_jadwal_kegiatan":{"diseminasi_hasil":[{"awal":"2026-05-01","akhir":"2026-05-02"}],
              "evaluasi":{"awal":"2026-06-01T00:00:00.000Z","akhir":null}}},
            "blok_iv":{"frekuensi_penyelenggaraan":"Lebih dari Dua Tahunan","unit_pengumpulan_data":{"usaha_atau_perusahaan":true},
              "sebagian_cakupan_wilayah_pengumpulan_data":[
                {"kode_provinsi":61,"nama_provinsi":"KALIMANTAN BARAT","kode_kabupaten_kota":"6104","nama_kabupaten_kota":"MEMPAWAH"},
                {"kode_provinsi":"61","nama_provinsi":"Kalimantan Barat"},
                {"kode_provinsi":"61","kode_kabupaten_kota":"04"},
                {"kode_provinsi":"32","kode_kabupaten_kota":"3201","nama_kabupaten_kota":"Mempawah"},
                {"nama_provinsi":"Jawa Barat"}]},
            "blok_vi":{"metode_pemeriksaan_kualitas_pengumpulan_data":{"taskforce":true,"lainnya":null}},
            "blok_viii":{"rencana_jadwal_rilis_produk_digital":["2026-05-02"]}}}
            """#
        let record = try self.importing.read(Array(text.utf8))
        let answers = record.content.answers
        #expect(answers["cara"] == .integer(2))
        #expect(answers["rekomendasi"] == .integer(1))
        #expect(answers["1.1"] == .string("Dinas"))
        #expect(answers["3.3"]?.object?["diseminasi"]?.object?["akhir"] == .string("2026-05-02"))
        #expect(answers["3.3"]?.object?["evaluasi"] == .object(["awal": .string("2026-06-01")]))
        #expect(answers["4.2"] == .integer(8))
        #expect(answers["4.8"] == .array([.integer(4)]))
        #expect(answers["4.5"] == .array([.string("6104"), .string("6100")]))
        #expect(answers["6.2"] == .array([.integer(4)]))
        #expect(answers["8.2"] == .object(["digital": .string("2026-05-02")]))
        let regions = "blok_iv/sebagian_cakupan_wilayah_pengumpulan_data"
        #expect(record.report.notTaken.map(\.key) == ["\(regions)/3", "\(regions)/4"])
    }

    @Test("The README names every key and every kind of word that the real record lacks")
    func readmeNamesInferred() throws {
        let readme = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Shared/ActivityForm/README.md"), encoding: .utf8)
        for key in RecordImport.inferredKeys { #expect(readme.contains("`\(key)`"), "\(key)") }
        #expect(RecordImport.inferredKeys.contains("blok_v/metode_yang_digunakan"))
        #expect(!RecordImport.inferredKeys.contains("blok_iv/frekuensi_penyelanggara"))
    }
}
