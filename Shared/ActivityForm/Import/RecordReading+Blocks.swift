import Contracts

// One function per block of the record; keys as they are written at the source.
extension RecordReading {
    private static let address: [(from: String, to: String)] = [
        ("alamat", "alamat"), ("telepon", "telepon"), ("faksimile", "faksimile"), ("email", "email"),
    ]

    mutating func readOrganiser(_ block: [String: JSONValue], _ path: String) {
        let address = "alamat_instansi_penyelenggara"
        self.take("1.1", self.text(block["instansi_penyelenggara"]), from: "\(path)/instansi_penyelenggara")
        self.take(
            "1.2", self.texts(block[address], Self.address, at: "\(path)/\(address)"), from: "\(path)/\(address)")
        self.leaveUnknown(block, known: ["instansi_penyelenggara", address], in: path)
    }

    mutating func readResponsible(_ block: [String: JSONValue], _ path: String) {
        let unit = "unit_penanggung_jawab"
        let person = "penanggung_jawab_teknis"
        self.take(
            "2.1",
            self.texts(block[unit], [("eselon1", "eselon1"), ("eselon2", "eselon2")], at: "\(path)/\(unit)"),
            from: "\(path)/\(unit)")
        self.take(
            "2.2",
            self.texts(
                block[person], [("nama", "nama"), ("jabatan", "jabatan")] + Self.address, at: "\(path)/\(person)"),
            from: "\(path)/\(person)")
        self.leaveUnknown(block, known: [unit, person], in: path)
    }

    mutating func readPlan(_ block: [String: JSONValue], _ path: String) {
        self.take("3.1", self.text(block["latar_belakang_kegiatan"]), from: "\(path)/latar_belakang_kegiatan")
        self.take("3.2", self.text(block["tujuan_kegiatan"]), from: "\(path)/tujuan_kegiatan")
        self.readSchedule(block["rencana_jadwal_kegiatan"], "\(path)/rencana_jadwal_kegiatan")
        self.readVariables(block["variabel_yang_dikumpulkan"], "\(path)/variabel_yang_dikumpulkan")
        self.leaveUnknown(
            block,
            known: [
                "latar_belakang_kegiatan", "tujuan_kegiatan", "rencana_jadwal_kegiatan", "variabel_yang_dikumpulkan",
            ], in: path)
    }

    /// The record has five stages, the form seven: design and evaluation have no counterpart and stay empty.
    private mutating func readSchedule(_ value: JSONValue?, _ path: String) {
        guard let stages = value?.object else { return }
        let keys: [(from: String, to: String)] = [
            ("perencanaan_kegiatan", "perencanaan"), ("pengumpulan_data", "pengumpulan"),
            ("pengolahan_data", "pengolahan"), ("analisis", "analisis"), ("penyajian", "diseminasi"),
        ]
        var found: [String: JSONValue] = [:]
        for key in keys { found[key.to] = self.period(stages[key.from], at: "\(path)/\(key.from)") }
        self.take("3.3", found.isEmpty ? nil : .object(found), from: path)
        self.leaveUnknown(stages, known: Set(keys.map(\.from)), in: path)
    }

    private mutating func readVariables(_ value: JSONValue?, _ path: String) {
        guard let rows = value?.array else { return }
        let keys: [(from: String, to: String)] = [
            ("nama", "nama"), ("konsep", "konsep"), ("definisi", "definisi"), ("referensi_waktu", "referensi_waktu"),
        ]
        var found: [JSONValue] = []
        for (index, row) in rows.enumerated() {
            if let texts = self.texts(row, keys, at: "\(path)/\(index)") {
                found.append(texts)
            } else if !row.isEmptyAnswer {
                self.leave("\(path)/\(index)", "Baris ini tidak dapat dibaca; isikan kembali di halaman formulir.")
            }
        }
        self.take("3.4", found.isEmpty ? nil : .array(found), from: path)
    }

    mutating func readDesign(_ block: [String: JSONValue], _ path: String) {
        // `frekuensi_penyelanggara` is misspelt at the source; the right spelling is read too.
        let frequency = block["frekuensi_penyelanggara"] != nil ? "frekuensi_penyelanggara" : "frekuensi_penyelenggara"
        let scope = "cakupan_wilayah_pengumpulan_data"
        let regions = "sebagian_cakupan_wilayah_pengumpulan_data"
        self.takeCode("4.1", block, "kegiatan_ini_dilakukan", path, ["hanya_sekali": 1, "sekali": 1, "berulang": 2])
        self.takeCode(
            "4.2", block, frequency, path,
            [
                "harian": 1, "mingguan": 2, "bulanan": 3, "triwulanan": 4, "empat_bulanan": 5, "semesteran": 6,
                "tahunan": 7, "lebih_dari_dua_tahunan": 8,
            ])
        self.takeCode(
            "4.3", block, "tipe_pengumpulan_data", path,
            ["longitudinal_panel": 1, "longitudinal_cross_sectional": 2, "cross_sectional": 3])
        self.takeCode(
            "4.4", block, scope, path, ["seluruh_wilayah_indonesia": 1, "sebagian_wilayah_indonesia": 2])
        self.readRegions(block[regions], "\(path)/\(regions)")
        self.takeTicks(
            "4.6", block, "metode_pengumpulan_data", path,
            [
                "wawancara": 1, "mengisi_kuesioner_sendiri": 2, "pengamatan": 4, "pengumpulan_data_sekunder": 8,
                "lainnya": 16,
            ])
        self.takeTicks(
            "4.7", block, "sarana_pengumpulan_data", path,
            ["papi": 1, "capi": 2, "cati": 4, "cawi": 8, "mail": 16, "lainnya": 32])
        self.leaveUnknown(
            block,
            known: [
                "kegiatan_ini_dilakukan", frequency, "tipe_pengumpulan_data", scope, regions,
                "metode_pengumpulan_data", "sarana_pengumpulan_data",
            ], in: path)
    }

    /// The shape of a filled list is not known from any sample: only plain four-digit codes are taken.
    private mutating func readRegions(_ value: JSONValue?, _ path: String) {
        guard let value, !value.isEmptyAnswer else { return }
        let codes = value.array?.map { $0.string.flatMap { UnitCode($0) } } ?? [nil]
        guard !codes.contains(nil) else {
            self.leave(path, "Daftar wilayah tidak dapat dibaca; pilih kembali di halaman formulir.")
            return
        }
        self.take("4.5", .array(Set(codes.compactMap { $0?.text }).sorted().map(JSONValue.string)), from: path)
    }

    mutating func readCollection(_ block: [String: JSONValue], _ path: String) {
        let pilot = "apakah_melakukan_uji_coba"
        let training = "apakah_melakukan_pelatihan_petugas"
        let education = "persyaratan_pendidikan_terendah_petugas_pengumpulan_data"
        self.take("6.1", self.yesNo(block[pilot], at: "\(path)/\(pilot)"), from: "\(path)/\(pilot)")
        self.takeTicks(
            "6.2", block, "metode_pemeriksaan_kualitas_pengumpulan_data", path,
            ["kunjungan_kembali": 1, "supervisi": 2, "task_force": 4, "lainnya": 8])
        // Only `staf_instansi_penyelenggara` and `diploma` have been seen; any other word is reported, not guessed.
        self.takeCode("6.4", block, "petugas_pengumpulan_data", path, ["staf_instansi_penyelenggara": 1])
        self.takeCode("6.5", block, education, path, ["diploma": 3])
        var staff: [String: JSONValue] = [:]
        staff["supervisor"] = self.number(block["jumlah_petugas_supervisor"], at: "\(path)/jumlah_petugas_supervisor")
        staff["enumerator"] = self.number(block["jumlah_petugas_enumerator"], at: "\(path)/jumlah_petugas_enumerator")
        self.take("6.6", staff.isEmpty ? nil : .object(staff), from: "\(path)/jumlah_petugas_…")
        self.take("6.7", self.yesNo(block[training], at: "\(path)/\(training)"), from: "\(path)/\(training)")
        self.leaveUnknown(
            block,
            known: [
                pilot, training, education, "metode_pemeriksaan_kualitas_pengumpulan_data", "petugas_pengumpulan_data",
                "jumlah_petugas_supervisor", "jumlah_petugas_enumerator",
            ], in: path)
    }

    mutating func readProcessing(_ block: [String: JSONValue], _ path: String) {
        let steps = "tahapan_pengolahan_data"
        self.take(
            "7.1",
            self.yesNoGroup(block[steps]?.object, ["editing", "coding", "data_entry", "validasi"], "\(path)/\(steps)"),
            from: "\(path)/\(steps)")
        self.takeCode(
            "7.2", block, "metode_analisis", path,
            ["analisis_deskriptif": 1, "analisis_inferensia": 2, "analisis_deskriptif_dan_inferensia": 3])
        // `unit_analsis` is misspelt at the source; the right spelling is read too.
        let unit = block["unit_analsis"] != nil ? "unit_analsis" : "unit_analisis"
        self.takeTicks(
            "7.3", block, unit, path, ["individu": 1, "rumah_tangga": 2, "usaha_dan_perusahaan": 4, "lainnya": 8])
        self.takeTicks(
            "7.4", block, "tingkat_penyajian_hasil_analisis", path,
            ["nasional": 1, "provinsi": 2, "kabupaten_atau_kota": 4, "kecamatan": 8, "lainnya": 16])
        self.leaveUnknown(
            block, known: [steps, "metode_analisis", unit, "tingkat_penyajian_hasil_analisis"], in: path)
    }

    mutating func readProducts(_ block: [String: JSONValue], _ path: String) {
        let prefix = "ketersediaan_produk_"
        let keys = ["tercetak", "digital", "mikrodata"]
        let members = Dictionary(uniqueKeysWithValues: keys.compactMap { key in block[prefix + key].map { (key, $0) } })
        self.take("8.1", self.yesNoGroup(members, keys, "\(path)/\(prefix)"), from: "\(path)/\(prefix)…")
        self.leaveUnknown(block, known: Set(keys.map { prefix + $0 }), in: path)
    }

    private mutating func yesNoGroup(_ members: [String: JSONValue]?, _ keys: [String], _ path: String) -> JSONValue? {
        var found: [String: JSONValue] = [:]
        for key in keys { found[key] = self.yesNo(members?[key], at: "\(path)/\(key)") }
        return found.isEmpty ? nil : .object(found)
    }

    private mutating func takeCode(
        _ number: String, _ block: [String: JSONValue], _ key: String, _ path: String, _ words: [String: Int]
    ) {
        self.take(number, self.code(block[key], words, at: "\(path)/\(key)"), from: "\(path)/\(key)")
    }

    private mutating func takeTicks(
        _ number: String, _ block: [String: JSONValue], _ key: String, _ path: String, _ keys: [String: Int]
    ) {
        let (codes, other) = self.ticks(block[key], keys, at: "\(path)/\(key)")
        self.take(number, codes, from: "\(path)/\(key)")
        self.take("\(number).lainnya", other, from: "\(path)/\(key)")
    }
}
