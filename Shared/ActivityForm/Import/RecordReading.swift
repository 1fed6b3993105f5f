import Contracts

/// Walks through a record and gathers answers and notes.
struct RecordReading {
    var answers: [String: JSONValue] = [:]
    /// By question number: the record's key that filled it.
    var taken: [String: String] = [:]
    var notTaken: [ImportReport.Note] = []

    // MARK: - The record around the form

    mutating func readHeader(_ record: [String: JSONValue]) {
        let titleKey = record["nama_kegiatan"]?.string != nil ? "nama_kegiatan" : "judul_kegiatan"
        let title = record[titleKey]?.string.map(PlainText.of(html:)) ?? ""
        self.take("judul", title.isEmpty ? nil : .string(title), from: titleKey)
        let year = record["tahun_kegiatan"]
        let number = year?.integer ?? year?.string.flatMap { Int($0) }
        self.take("tahun", number.map(JSONValue.integer), from: "tahun_kegiatan")
        if year != nil, number == nil { self.leave("tahun_kegiatan", "Tahun tidak dapat dibaca.") }
        if let way = Self.way(named: title) { self.take("cara", .integer(way), from: titleKey) }
        if record["wilayah"] != nil {
            self.leave("wilayah", "Unit BPS ditentukan dari cakupan wilayah (4.4 dan 4.5), bukan dari catatan.")
        }
        let history = [
            "id_trans", "status_pengajuan", "status_rekomendasi", "nomor_rekomendasi", "catatan_pemeriksaan",
            "catatan_rekomendasi", "tgl_pengajuan", "tgl_perbaikan_terakhir", "tgl_pemeriksaan", "tgl_selesai",
            "lama_pemeriksaan",
        ]
        for key in history where !(record[key]?.isEmptyAnswer ?? true) {
            self.leave(key, "Riwayat permohonan lama, bukan bagian dari formulir baru.")
        }
        let known = Set(history + ["nama_kegiatan", "judul_kegiatan", "tahun_kegiatan", "instansi", "wilayah", "form"])
        for key in record.keys.sorted() where !known.contains(key) { self.leave(key, "Bagian ini tidak dikenal.") }
        if let institution = record["instansi"]?.string.map(PlainText.of(html:)), !institution.isEmpty {
            self.take("1.1", .string(institution), from: "instansi")
        }
    }

    /// The way of collecting, when the title begins with its word and names no other: certain, or `nil`.
    static func way(named title: String) -> Int? {
        let words = title.lowercased().split { !$0.isLetter }.map(String.init)
        let ways: [(word: String, code: Int)] = [
            ("kompilasi", 3), ("survei", 2), ("survey", 2), ("sensus", 1), ("pencacahan", 1),
        ]
        let codes = Set(ways.filter { words.contains($0.word) }.map(\.code))
        guard codes.count == 1, let first = words.first, let way = ways.first(where: { $0.word == first }) else {
            return nil
        }
        // "Pencacahan" alone may be partial; only "pencacahan lengkap" is code 1.
        if first == "pencacahan", words.dropFirst().first != "lengkap" { return nil }
        return way.code
    }

    // MARK: - The form, block by block

    mutating func readForm(_ form: [String: JSONValue]) {
        let blocks: [(String, (inout RecordReading, [String: JSONValue], String) -> Void)] = [
            ("blok_i", { $0.readOrganiser($1, $2) }), ("blok_ii", { $0.readResponsible($1, $2) }),
            ("blok_iii", { $0.readPlan($1, $2) }), ("blok_iv", { $0.readDesign($1, $2) }),
            ("blok_vi", { $0.readCollection($1, $2) }), ("blok_vii", { $0.readProcessing($1, $2) }),
            ("blok_viii", { $0.readProducts($1, $2) }),
        ]
        for (key, read) in blocks {
            guard let block = form[key], block != .null else { continue }
            guard let members = block.object else {
                self.leave(key, "Blok ini tidak berbentuk seperti yang diharapkan.")
                continue
            }
            read(&self, members, key)
        }
        self.readFiles(form["blok_ix"])
        for key in form.keys.sorted()
        where key != "blok" && key != "blok_ix" && !blocks.contains(where: { $0.0 == key }) {
            if form[key]?.isEmptyAnswer ?? true { continue }
            self.leave(key, "Bentuk blok ini belum dikenal; isilah di halaman formulir.")
        }
    }

    private mutating func readFiles(_ block: JSONValue?) {
        guard let files = block?.object?["file_berkas_pendukung"]?.array, !files.isEmpty else { return }
        self.leave(
            "blok_ix/file_berkas_pendukung",
            "\(files.count) berkas pendukung tidak ikut di dalam catatan; unggah kembali berkasnya.")
    }

    // MARK: - Taking and leaving

    /// Fills a question, unless the value is empty; a later source replaces an earlier one.
    mutating func take(_ number: String, _ value: JSONValue?, from key: String) {
        guard let value, !value.isEmptyAnswer else { return }
        self.answers[number] = value
        self.taken[number] = key
    }

    mutating func leave(_ key: String, _ text: String) {
        self.notTaken.append(ImportReport.Note(key: key, text: text))
    }

    /// Names what a block holds beyond the keys that were read.
    mutating func leaveUnknown(_ members: [String: JSONValue], known: Set<String>, in path: String) {
        for key in members.keys.sorted() where !known.contains(key) {
            if members[key]?.isEmptyAnswer ?? true { continue }
            self.leave("\(path)/\(key)", "Bagian ini tidak dikenal; isilah di halaman formulir.")
        }
    }
}
