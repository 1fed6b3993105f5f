import Contracts

/// Walks through a record by the ``RecordMap`` and gathers answers and notes.
struct RecordReading {
    let definition: FormDefinition
    let regions: RegionNames
    var answers: [String: JSONValue] = [:]
    /// By question number: the record's key that filled it.
    var taken: [String: String] = [:]
    var notTaken: [ImportReport.Note] = []

    init(definition: FormDefinition, regions: RegionNames) {
        self.definition = definition
        self.regions = regions
    }

    // MARK: - The record around the form

    mutating func readHeader(_ record: [String: JSONValue], form: [String: JSONValue]) {
        let titleKey = self.key(among: ["nama_kegiatan", "judul_kegiatan"], of: record, at: "") ?? "nama_kegiatan"
        let title = self.text(record[titleKey], at: titleKey, of: "judul")
        self.take("judul", title, from: titleKey)
        self.take(
            "tahun", self.integer(record["tahun_kegiatan"], at: "tahun_kegiatan", of: "tahun"), from: "tahun_kegiatan")
        // A record that says the way of collecting itself is not read between the lines.
        if form["cara_pengumpulan_data"] == nil, form["cara_pengumpulan"] == nil,
            let way = title?.string.flatMap(Self.way(named:))
        {
            self.take("cara", .integer(way), from: titleKey)
        }
        if record["wilayah"]?.isEmptyAnswer == false {
            self.leave("wilayah", "Unit BPS ditentukan dari cakupan wilayah (4.4 dan 4.5), bukan dari catatan.")
        }
        for key in RecordMap.history where record[key]?.isEmptyAnswer == false {
            self.leave(key, "Riwayat pengajuan lama, bukan bagian dari formulir baru.")
        }
        self.take("1.1", self.text(record["instansi"], at: "instansi", of: "1.1"), from: "instansi")
        self.leaveUnknown(
            record,
            known: RecordMap.history + [
                "nama_kegiatan", "judul_kegiatan", "tahun_kegiatan", "instansi", "wilayah", "form",
            ],
            in: "")
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
        for block in RecordMap.blocks {
            if block.key.isEmpty {
                self.read(block, in: form)
            } else if let members = self.object(form[block.key], at: block.key) {
                self.read(block, in: members)
                self.leaveUnknown(members, known: block.entries.flatMap(\.keys), in: block.key)
            }
        }
        self.readFiles(form["blok_ix"])
        // An identity is given by a recommendation: who has one has had a recommendation.
        if self.answers["identitas"] != nil, form["apakah_mendapat_rekomendasi"] == nil {
            self.take("rekomendasi", .integer(1), from: "identitas_rekomendasi")
        }
        let known = RecordMap.blocks.flatMap { $0.key.isEmpty ? $0.entries.flatMap(\.keys) : [$0.key] }
        self.leaveUnknown(form, known: known + ["blok", "blok_ix"], in: "")
    }

    private mutating func read(_ block: RecordBlock, in members: [String: JSONValue]) {
        for entry in block.entries {
            let key = self.key(among: entry.names, of: members, at: block.key) ?? entry.key
            let path = block.key.isEmpty ? key : "\(block.key)/\(key)"
            if case .ticks(let ticks, let other) = entry.shape {
                let found = self.ticks(members[key], ticks, other, at: path, of: entry.number)
                self.take(entry.number, found.codes, from: path)
                self.take("\(entry.number).lainnya", found.other, from: path)
            } else if case .beside(let parts) = entry.shape {
                let keys = parts.map(\.key).filter { members[$0]?.isEmptyAnswer == false }
                self.take(
                    entry.number, self.members(members, parts, at: block.key, of: entry.number),
                    from: "\(block.key)/\(keys.joined(separator: ", "))")
            } else {
                self.take(entry.number, self.value(members[key], entry.shape, at: path, of: entry.number), from: path)
            }
        }
    }

    private mutating func readFiles(_ block: JSONValue?) {
        guard let members = self.object(block, at: "blok_ix") else { return }
        let key = "file_berkas_pendukung"
        if let files = members[key]?.array, !files.isEmpty {
            self.leave(
                "blok_ix/\(key)",
                "\(files.count) berkas pendukung tidak ikut di dalam catatan; unggah kembali berkasnya.")
        }
        self.leaveUnknown(members, known: [key], in: "blok_ix")
    }

    // MARK: - Taking and leaving

    /// Fills a question, unless the value is empty; a later source replaces an earlier one, which is reported when it
    /// says something else.
    mutating func take(_ number: String, _ value: JSONValue?, from key: String) {
        guard let value, !value.isEmptyAnswer else { return }
        if let other = self.taken[number], self.answers[number] != value { self.leave(other, besides: key) }
        self.answers[number] = value
        self.taken[number] = key
    }

    mutating func leave(_ key: String, _ text: String) {
        self.notTaken.append(ImportReport.Note(key: key, text: text))
    }

    /// The key under which something stands, the usual spelling first; another one that says something else is reported.
    /// Without one that is filled, the first that is there.
    mutating func key(among keys: [String], of members: [String: JSONValue], at path: String) -> String? {
        let filled = keys.filter { members[$0]?.isEmptyAnswer == false }
        guard let first = filled.first else { return keys.first { members[$0] != nil } }
        for other in filled.dropFirst() where members[other] != members[first] {
            self.leave(path.isEmpty ? other : "\(path)/\(other)", besides: first)
        }
        return first
    }

    private mutating func leave(_ key: String, besides other: String) {
        self.leave(key, "Isinya lain daripada \(other), yang dipakai; periksa isian di halaman formulir.")
    }

    /// Names what could not be taken over, in the words that the form's own pages use.
    mutating func leave(_ key: String, _ fault: AnswerFault, of number: String) {
        let name = self.definition.question(number)?.name ?? number
        self.leave(key, fault.problem(at: number, called: name).message)
    }

    /// Names what a part of the record holds beyond the keys that were read.
    mutating func leaveUnknown(_ members: [String: JSONValue], known: [String], in path: String) {
        for key in Set(members.keys).subtracting(known).sorted() where members[key]?.isEmptyAnswer == false {
            self.leave(
                path.isEmpty ? key : "\(path)/\(key)", "Bagian ini tidak dikenal; isilah di halaman formulir.")
        }
    }

    /// The members of a part of the record; what is not such a part is reported.
    mutating func object(_ value: JSONValue?, at path: String) -> [String: JSONValue]? {
        guard let value, !value.isEmptyAnswer else { return nil }
        guard let members = value.object else {
            self.leave(path, "Bagian ini tidak berbentuk seperti yang diharapkan; isilah di halaman formulir.")
            return nil
        }
        return members
    }
}

extension RecordEntry {
    /// The spellings of its key.
    fileprivate var names: [String] { [self.key] + self.also }

    /// Every key that it reads.
    var keys: [String] {
        switch self.shape {
        case .beside(let members): members.flatMap { [$0.key] + $0.also }
        default: [self.key] + self.also
        }
    }
}
