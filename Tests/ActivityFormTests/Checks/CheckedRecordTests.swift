import ActivityForm
import Contracts
import Testing

@Suite("The checks of a record of the present system")
struct CheckedRecordTests {
    let reader: CheckedRecord

    init() throws { self.reader = CheckedRecord(definition: try Samples.definition(), regions: Samples.regions) }

    private func outcomes(_ form: CheckedForm) throws -> [String: CheckOutcome] {
        Dictionary(
            uniqueKeysWithValues: try FormChecks().findings(on: form).map { ($0.rule.id, $0.outcome) })
    }

    private func outcomes(_ form: String, header: String = #""nama_kegiatan":"Survei Ternak","#) throws -> [String:
        CheckOutcome]
    {
        try self.outcomes(try self.reader.read(Array("{\(header)\"form\":\(form)}".utf8)))
    }

    @Test("The whole run over the real record is as it was looked through by hand")
    func golden() throws {
        let findings = try FormChecks().findings(on: try self.reader.read(try Samples.record()))
        func ids(_ outcome: CheckOutcome) -> [String] { findings.filter { $0.outcome == outcome }.map(\.rule.id) }
        // The same five that the office's own checker found in this record.
        #expect(ids(.violation) == ["R-II-02", "R-III-05A", "R-III-10", "R-VI-02", "R-VI-05"])
        // The record does not say the way of collecting but in its title, and its day of submission is a sentence.
        #expect(ids(.notEvaluable) == ["R-ID-02A", "R-III-04"])
        #expect(
            ids(.notApplicable) == [
                "R-IV-05", "R-IV-07", "R-V-01", "R-V-02", "R-V-03A", "R-V-03B", "R-V-03C", "R-V-03D", "R-V-08A",
                "R-V-11", "R-V-12", "R-V-14A", "R-VI-01", "R-VII-03", "R-VII-04",
            ])
        #expect(ids(.pass).count == 18)

        func evidence(_ id: String) -> [CheckEvidence] { findings.first { $0.rule.id == id }?.evidence ?? [] }
        #expect(evidence("R-II-02").map(\.path) == ["2.2/telepon"])
        #expect(evidence("R-II-02").map(\.source) == ["form/blok_ii/penanggung_jawab_teknis/telepon"])
        #expect(
            evidence("R-III-05A").map(\.source) == [
                "form/blok_iii/rencana_jadwal_kegiatan/pengumpulan_data/akhir",
                "form/blok_iii/rencana_jadwal_kegiatan/pengolahan_data/awal",
                "form/blok_iii/rencana_jadwal_kegiatan/pengolahan_data/akhir",
                "form/blok_iii/rencana_jadwal_kegiatan/analisis/awal",
            ])
        #expect(evidence("R-III-10").map(\.path) == (0...3).map { "3.4/\($0)/definisi" })
        #expect(evidence("R-III-10")[0].source == "form/blok_iii/variabel_yang_dikumpulkan/0/definisi")
        #expect(evidence("R-VI-05").map(\.value) == ["4", "3"])
    }

    @Test("A key that the record does not have is not the same as an empty one")
    func keys() throws {
        let there =
            #"{"blok_ii":{"penanggung_jawab_teknis":{"nama":"A","jabatan":"","alamat":"C","telepon":"1","email":"e@a.id"}}}"#
        #expect(try self.outcomes(there)["R-II-02"] == .violation)
        let absent =
            #"{"blok_ii":{"penanggung_jawab_teknis":{"nama":"A","alamat":"C","telepon":"1","email":"e@a.id"}}}"#
        #expect(try self.outcomes(absent)["R-II-02"] == .notEvaluable)
        #expect(try self.outcomes("{}")["R-VII-01"] == .notEvaluable)
        let none =
            #"{"blok_vii":{"tahapan_pengolahan_data":{"editing":false,"coding":false,"data_entry":false,"validasi":false}}}"#
        #expect(try self.outcomes(none)["R-VII-01"] == .violation)
    }

    @Test("Boxes of which none is ticked are an answer")
    func boxes() throws {
        let form =
            #"{"blok_vi":{"jumlah_petugas_supervisor":"2","metode_pemeriksaan_kualitas_pengumpulan_data":{"supervisi":false,"lainnya":false,"x_lainnya":""}}}"#
        #expect(try self.outcomes(form)["R-VI-08"] == .violation)
    }

    @Test("An address of another shape, and a name that is no text, cannot be judged")
    func shapes() throws {
        let outcomes = try self.outcomes(
            #"{"blok_i":{"instansi_penyelenggara":["A"],"alamat_instansi_penyelenggara":"Jalan A"}}"#)
        #expect(outcomes["R-I-01"] == .notEvaluable)
        #expect(outcomes["R-I-04"] == .notEvaluable)
    }

    @Test("Rows that lack a column are judged for the others, and a column that none has is not judged")
    func rows() throws {
        let some = #"{"blok_iii":{"variabel_yang_dikumpulkan":[{"nama":"Luas"},{"nama":"Umur","definisi":""}]}}"#
        #expect(try self.outcomes(some)["R-III-09"] == .violation)
        let other = #"{"blok_iii":{"variabel_yang_dikumpulkan":[{"nama":"Luas"},{"nama":"Umur","definisi":"Usia."}]}}"#
        #expect(try self.outcomes(other)["R-III-09"] == .pass)
        let none = #"{"blok_iii":{"variabel_yang_dikumpulkan":[{"nama":"Luas"},{"nama":"Umur"}]}}"#
        #expect(try self.outcomes(none)["R-III-09"] == .notEvaluable)
        #expect(try self.outcomes(none)["R-III-08A"] == .pass)
        #expect(try self.outcomes(#"{"blok_iii":{"variabel_yang_dikumpulkan":"Luas"}}"#)["R-III-08A"] == .notEvaluable)
    }

    @Test("A survey's design is read from block V, also in words")
    func sample() throws {
        let form = #"""
            {"blok_v":{"jenis_rancangan_sampel":"multi_stage","metode_pemilihan_sampel_tahap_terakhir":"Probabilitas",
            "metode_yang_digunakan":"simple random","kerangka_sampel_tahap_terakhir":"list frame",
            "fraksi_sampel_keseluruhan":"<p>1/10</p>","nilai_perkiraan_sampling_error_variabel_utama":"10%",
            "unit_sampel":"Rumah tangga","unit_observasi":""}}
            """#
        let outcomes = try self.outcomes(form)
        #expect(outcomes["R-V-01"] == .pass)
        #expect(outcomes["R-V-02"] == .violation)
        #expect(outcomes["R-V-03A"] == .pass)
        #expect(outcomes["R-V-08A"] == .violation)
        #expect(outcomes["R-V-11"] == .violation)
        #expect(outcomes["R-V-12"] == .violation)
        // Known from nowhere but the title, so the title cannot contradict it.
        #expect(outcomes["R-ID-02A"] == .notEvaluable)
    }

    @Test(
        "Types are folded to their aliases",
        arguments: [
            ("cross_sectional", .pass), ("Cross-sectional", .pass), ("CROSS SECTION", .pass),
            ("longitudinal_panel", .violation), ("kadang", .notEvaluable), ("", .notEvaluable),
            // Copies of MS-Keg number the types differently.
            ("2", .notEvaluable), ("3", .notEvaluable),
        ] as [(String, CheckOutcome)])
    func aliases(type: String, outcome: CheckOutcome) throws {
        let form = #"{"blok_iv":{"kegiatan_ini_dilakukan":"hanya_sekali","tipe_pengumpulan_data":"\#(type)"}}"#
        #expect(try self.outcomes(form)["R-IV-05"] == outcome)
    }

    @Test(
        "A day of submission is relied on when it is a date",
        arguments: [
            (#""2026-01-31 10:00:00""#, .pass), (#""2026-02-01""#, .violation),
            (#""2026-01-31T18:00:00.000Z""#, .violation),
            (#""2026-01-31T16:59:59Z""#, .pass), (#""Dengan mempertimbangkan""#, .notEvaluable),
            ("null", .notEvaluable),
        ] as [(String, CheckOutcome)])
    func submission(date: String, outcome: CheckOutcome) throws {
        let form =
            #"{"blok_iii":{"rencana_jadwal_kegiatan":{"pengumpulan_data":{"awal":"2026-02-01","akhir":"2026-02-02"}}}}"#
        #expect(try self.outcomes(form, header: "\"tgl_pengajuan\":\(date),")["R-III-04"] == outcome)
    }

    @Test("Regions are recognised by their codes, whatever the shape of the list")
    func regions() throws {
        func outcome(_ list: String) throws -> CheckOutcome? {
            try self.outcomes(
                #"{"blok_iv":{"cakupan_wilayah_pengumpulan_data":"sebagian_wilayah_indonesia","sebagian_cakupan_wilayah_pengumpulan_data":\#(list)}}"#
            )["R-IV-07"]
        }
        #expect(try outcome(#"["6104"]"#) == .pass)
        #expect(try outcome(#"[{"kode":6104,"nama":"Mempawah"}]"#) == .pass)
        #expect(try outcome(#"[{"kode_provinsi":"61","kode_kabupaten_kota":null}]"#) == .pass)
        #expect(try outcome(#"[{"kode_provinsi":"61","kode_kabupaten_kota":"04"}]"#) == .pass)
        #expect(try outcome(#"[{"kode_provinsi":"61","kode_kabupaten_kota":"99"}]"#) == .violation)
        #expect(try outcome("[]") == .violation)
        #expect(try outcome(#"["Mempawah"]"#) == .violation)
    }

    @Test("An answer under another spelling of its key is the answer, when the usual one is empty")
    func spellings() throws {
        let form =
            #"{"blok_iv":{"kegiatan_ini_dilakukan":"berulang","frekuensi_penyelanggara":"","frekuensi_penyelenggara":"tahunan"}}"#
        #expect(try self.outcomes(form)["R-IV-01"] == .pass)
        // The name around the form is another place, not another spelling.
        #expect(
            try self.outcomes(#"{"blok_i":{"instansi_penyelenggara":""}}"#, header: #""instansi":"Dinas","#)["R-I-01"]
                == .violation)
    }

    @Test("A dash is an empty answer, and the evidence says so, also of personal data")
    func dash() throws {
        let form = try self.reader.read(
            Array(#"{"form":{"blok_ii":{"penanggung_jawab_teknis":{"nama":"-","jabatan":"A","alamat":"B"}}}}"#.utf8))
        let finding = try #require(try FormChecks().findings(on: form).first { $0.rule.id == "R-II-02" })
        #expect(finding.outcome == .violation)
        #expect(finding.evidence.map(\.path) == ["2.2/nama"])
        #expect(finding.evidence.map(\.note) == ["belum diisi"])
    }

    @Test("Where kind and method of the sample contradict each other, nobody knows whether it is a probability sample")
    func contradiction() throws {
        func outcome(_ sample: String) throws -> CheckOutcome? {
            try self.outcomes(
                #"{"cara_pengumpulan_data":"survei","blok_v":{\#(sample)},"blok_vii":{"metode_analisis":"analisis_inferensia"}}"#
            )["R-VII-03"]
        }
        let purposive = #""metode_yang_digunakan":"purposive_sampling""#
        #expect(try outcome(#""metode_pemilihan_sampel_tahap_terakhir":"probabilitas",\#(purposive)"#) == .notEvaluable)
        #expect(try outcome(#""metode_pemilihan_sampel_tahap_terakhir":"nonprobabilitas",\#(purposive)"#) == .violation)
        // A record that has no key for the kind: the method tells it.
        #expect(try outcome(purposive) == .violation)
        #expect(try outcome(#""metode_yang_digunakan":"cluster_sampling""#) == .pass)
        #expect(try outcome(#""metode_pemilihan_sampel_tahap_terakhir":"",\#(purposive)"#) == .notEvaluable)
    }

    @Test("A rule that finds nothing to judge names the place at which it looked")
    func nowhere() throws {
        let form = try self.reader.read(Array(#"{"form":{}}"#.utf8))
        for finding in try FormChecks().findings(on: form) { #expect(!finding.evidence.isEmpty, "\(finding.rule.id)") }
    }

    @Test("A file that is no record is refused as the import refuses it")
    func refused() throws {
        #expect(throws: Problem.self) { try self.reader.read(Array("{}".utf8)) }
        #expect(throws: Problem.self) { try self.reader.read(Array("nothing".utf8)) }
    }
}
