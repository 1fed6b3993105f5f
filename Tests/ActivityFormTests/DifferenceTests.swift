import ActivityForm
import Contracts
import Testing

@Suite("What differs between two rounds")
struct DifferenceTests {
    let definition: FormDefinition
    let complete: FormContent

    init() throws {
        self.definition = try Samples.definition()
        self.complete = try Samples.complete()
    }

    private func difference(_ change: (inout FormContent) -> Void) -> [QuestionDifference] {
        var after = self.complete
        change(&after)
        return FormDifference(from: self.complete, by: self.definition, to: after, regions: Samples.regions).questions
    }

    private static func part(
        _ path: String, _ label: String?, _ change: FormChange, _ before: [String], _ after: [String]
    ) -> PartDifference {
        PartDifference(path: path, label: label, change: change, before: before, after: after)
    }

    @Test("Two rounds that say the same differ in nothing")
    func same() {
        #expect(self.difference { _ in }.isEmpty)
        let blankLine = self.difference { $0.answers["3.1"] = .string(($0.answers["3.1"]?.string ?? "") + "\n") }
        #expect(blankLine.isEmpty)
        // An answer to a question that is not asked is no part of what is submitted.
        #expect(self.difference { $0.answers["5.1"] = .integer(1) }.isEmpty)
    }

    @Test("A changed answer shows what it was and what it is, in the words of the form")
    func changed() {
        let found = self.difference {
            $0.answers["judul"] = .string("Kompilasi Data Gratifikasi Nasional")
            $0.answers["6.3"] = .integer(1)
        }
        #expect(found.map(\.heading) == ["Judul kegiatan", "6.3 Apakah melakukan penyesuaian nonrespon?"])
        #expect(found[0].block == "Identitas kegiatan")
        #expect(found[0].change == .changed)
        #expect(
            found[0].parts == [
                Self.part(
                    "judul", nil, .changed, ["Kompilasi Data Pelaporan Gratifikasi"],
                    ["Kompilasi Data Gratifikasi Nasional"])
            ])
        #expect(found[1].parts == [Self.part("6.3", nil, .changed, ["Tidak"], ["Ya"])])
    }

    @Test("A group is compared field by field")
    func group() {
        let found = self.difference {
            var parts = $0.answers["6.6"]?.object ?? [:]
            parts["supervisor"] = .integer(2)
            $0.answers["6.6"] = .object(parts)
        }
        #expect(
            found.map(\.parts) == [
                [Self.part("6.6/supervisor", "Supervisor, penyelia, atau pengawas (orang)", .changed, ["4"], ["2"])]
            ])
    }

    @Test("A row put in at the top is one added row; the rows below it stay what they are")
    func insertedRow() {
        let found = self.difference {
            let row = JSONValue.object(["nama": .string("Nilai taksiran"), "definisi": .string("Nilai.")])
            $0.answers["3.4"] = .array([row] + ($0.answers["3.4"]?.array ?? []))
        }
        #expect(
            found.map(\.parts) == [
                [Self.part("3.4/0", "Baris 1", .added, [], ["Nama variabel: Nilai taksiran", "Definisi: Nilai."])]
            ])
    }

    @Test("Rows that stayed the same are found first, also among rows of one name")
    func sameNames() {
        func row(_ text: String) -> JSONValue { .object(["nama": .string("Umur"), "definisi": .string(text)]) }
        var old = self.complete
        old.answers["3.4"] = .array([row("Satu."), row("Dua.")])
        var new = old
        new.answers["3.4"] = .array([row("Nol."), row("Satu."), row("Dua.")])
        let found = FormDifference(from: old, by: self.definition, to: new, regions: Samples.regions).questions
        #expect(
            found.map(\.parts) == [
                [Self.part("3.4/0", "Baris 1", .added, [], ["Nama variabel: Umur", "Definisi: Nol."])]
            ])
    }

    @Test("A corrected name or definition is a change of that row, whatever rows went or came beside it")
    func correctedRow() {
        let found = self.difference {
            var rows = $0.answers["3.4"]?.array ?? []
            var second = rows[1].object ?? [:]
            second["nama"] = .string("Jenis Penetapan Status Kepemilikan Laporan Gratifikasi")
            rows[1] = .object(second)
            var last = rows[3].object ?? [:]
            last["referensi_waktu"] = .string("2025")
            rows[3] = .object(last)
            rows.remove(at: 2)
            $0.answers["3.4"] = .array(rows)
        }
        #expect(found.count == 1)
        #expect(
            found.first?.parts == [
                Self.part(
                    "3.4/2", "Baris 3 yang lama", .removed,
                    [
                        "Nama variabel: Jenis BIdang Instansi Laporan Gratifikasi",
                        "Definisi: Klasifikasi Laporan Gratifikasi berdasarkan bidang instansi pelapor gratifikasi",
                        "Referensi waktu: 2026",
                    ], []),
                Self.part(
                    "3.4/1/nama", "Baris 2, Nama variabel", .changed,
                    ["enis Penetapan Status Kepemilikan Laporan Gratifikasi"],
                    ["Jenis Penetapan Status Kepemilikan Laporan Gratifikasi"]),
                Self.part("3.4/2/referensi_waktu", "Baris 3, Referensi waktu", .changed, ["2026"], ["2025"]),
            ])
    }

    @Test("Of ticks and regions only those that went or came are shown; their order does not count")
    func elements() {
        let found = self.difference {
            $0.answers["4.7"] = .array([.integer(16), .integer(8), .integer(1), .integer(4)])
        }
        #expect(
            found.first?.parts == [
                Self.part("4.7", "Dihapus", .removed, ["CAPI (wawancara berbantuan komputer)"], []),
                Self.part("4.7", "Ditambahkan", .added, [], ["CATI (wawancara telepon berbantuan komputer)"]),
            ])
        let reversed = self.difference { $0.answers["4.7"] = .array(($0.answers["4.7"]?.array ?? []).reversed()) }
        #expect(reversed.isEmpty)
        let regions = self.difference {
            $0.answers["4.4"] = .integer(2)
            $0.answers["4.5"] = .array([.string("6104")])
        }
        #expect(regions.map(\.number) == ["4.4", "4.5"])
        #expect(regions.last?.change == .added)
        #expect(regions.last?.parts == [Self.part("4.5", "Ditambahkan", .added, [], ["Kabupaten Mempawah (6104)"])])
    }

    @Test("Of a long text only the paragraphs that differ are shown")
    func paragraphs() {
        let found = self.difference {
            let lines = ($0.answers["3.2"]?.string ?? "").split(separator: "\n").map(String.init)
            $0.answers["3.2"] = .string(
                (lines[0...1] + ["Tujuan baru."] + lines[3...] + ["Penutup."]).joined(separator: "\n"))
        }
        #expect(
            found.first?.parts == [
                Self.part(
                    "3.2", "Paragraf 3", .changed, ["3. Sebagai acuan bahan laporan periodik"], ["Tujuan baru."]),
                Self.part("3.2", "Paragraf 5", .added, [], ["Penutup."]),
            ])
        let shorter = self.difference {
            let lines = ($0.answers["3.2"]?.string ?? "").split(separator: "\n").map(String.init)
            $0.answers["3.2"] = .string(lines[1...].joined(separator: "\n"))
        }
        #expect(shorter.first?.parts.first?.label == "Setelah paragraf 0")
    }

    @Test("Rounds in two versions are each read by their own; what neither knows is shown as it is")
    func versions() throws {
        let small = try FormDefinition(
            json: Array(
                #"""
                {"id":"ms-keg","version":2,"title":"","source":"","blocks":[{"key":"0","numeral":"","title":"Semua","questions":[
                 {"number":"judul","label":"Nama kegiatan","required":true,"kind":"text","max":300},
                 {"number":"4.7","label":"Sarana","required":true,"kind":"choice","options":[{"code":1,"label":"Kertas"}]}]}]}
                """#.utf8), file: "ms-keg-2.json")
        let old = FormContent(
            definition: "ms-keg", version: 1,
            answers: ["judul": .string("A"), "4.7": .array([.integer(1)]), "6.3": .integer(1), "x": .bool(true)])
        let new = FormContent(definition: "ms-keg", version: 2, answers: ["judul": .string("A"), "4.7": .integer(1)])
        let found = FormDifference(
            from: old, by: self.definition, to: new, by: small, regions: Samples.regions
        ).questions
        #expect(found.map(\.number) == ["4.7", "6.3", "x"])
        #expect(found[0].parts.first?.before == ["PAPI (kuesioner kertas dengan wawancara)"])
        #expect(found[0].parts.first?.after == ["Kertas"])
        #expect(found[1].heading == "6.3 Apakah melakukan penyesuaian nonrespon?")
        #expect(found[1].change == .removed)
        #expect(found[2].block == nil)
        #expect(found[2].parts.first?.before == ["true"])
    }

    @Test("Backwards the same questions differ, with before and after exchanged", arguments: 0..<200)
    func mirrored(seed: UInt64) {
        var generator = FormGenerator(self.definition, seed: seed)
        let old = generator.form()
        let new = generator.changed(old)
        let forth = FormDifference(from: old, by: self.definition, to: new, regions: Samples.regions)
        let back = FormDifference(from: new, by: self.definition, to: old, regions: Samples.regions)
        #expect(forth.questions.map(\.number) == back.questions.map(\.number), "seed \(seed)")
        #expect(FormDifference(from: old, by: self.definition, to: old, regions: Samples.regions).isEmpty)
        let named = Set(forth.questions.map(\.number))
        let (settledOld, settledNew) = (self.definition.settled(old), self.definition.settled(new))
        for question in self.definition.questions where !named.contains(question.number) {
            func seen(_ content: FormContent) -> [String] {
                let answer = content.answers[question.number] ?? .null
                return self.definition.display(answer, of: question, regions: Samples.regions)
            }
            // What is not named reads the same in both.
            #expect(seen(settledOld) == seen(settledNew), "seed \(seed): \(question.number)")
        }
    }
}
