import ActivityForm
import Contracts
import Testing

@Suite("MS-Keg codes as JSON")
struct CodeSheetTests {
    let definition: FormDefinition
    let sheet: CodeSheet
    let importing: FormImport

    init() throws {
        self.definition = try Samples.definition()
        let catalogue = try FormCatalogue.msKeg()
        self.sheet = CodeSheet(catalogue: catalogue, regions: Samples.regions)
        self.importing = FormImport(catalogue: catalogue, regions: Samples.regions)
    }

    private func isian(_ json: [UInt8]) throws -> [String: JSONValue] {
        try #require(ContractJSON.decode(JSONValue.self, from: json).object?["isian"]?.object)
    }

    @Test("Several options are written as the sum of their codes, as the questionnaire prints them")
    func sums() throws {
        let written = try self.isian(self.sheet.write(Samples.complete()))
        #expect(written["4.6"] == .integer(8))
        #expect(written["4.7"] == .integer(1 + 2 + 8 + 16))
        #expect(written["7.3"] == .integer(8))
        #expect(written["4.3"] == .integer(3))
        #expect(written["6.6"] == .object(["supervisor": .integer(4), "enumerator": .integer(3)]))
    }

    @Test("Every sum of every question is the options that it was made of")
    func everySum() throws {
        for question in self.definition.questions {
            guard case .choices(let options) = question.kind else { continue }
            for sum in 0...options.map(\.code).reduce(0, +) {
                let json = #"{"formulir":"ms-keg","versi":1,"isian":{"\#(question.number)":\#(sum)}}"#
                let content = try self.sheet.read(Array(json.utf8)).content
                let codes = (content.answers[question.number]?.array ?? []).compactMap(\.integer)
                #expect(codes.reduce(0, +) == sum)
                #expect(Set(codes).isSubset(of: options.map(\.code)))
            }
        }
    }

    @Test("Whatever the form, its sheet is read as the same form", arguments: 0..<200)
    func anyForm(seed: UInt64) throws {
        var generator = FormGenerator(self.definition, seed: seed)
        let content = generator.form(answered: Int(seed) % 101)
        let read = try self.importing.read(self.sheet.write(content))
        #expect(read.content == content, "seed \(seed)")
        #expect(read.report.notTaken == [])
        #expect(read.report.taken.count == content.answers.count)
    }

    @Test(
        "A fault is told with its place, the question, the reason and the remedy, and nothing is read",
        arguments: [
            (#""6.6":{"supervisor":"4 orang"}"#, "isian/6.6/supervisor", "wrong-type"),
            (#""4.6":32"#, "isian/4.6", "not-a-sum"),
            (#""4.6":-1"#, "isian/4.6", "not-a-sum"),
            (#""4.6":[8]"#, "isian/4.6", "not-a-sum"),
            (#""4.6":"8""#, "isian/4.6", "not-a-sum"),
            (#""9.9":1"#, "isian/9.9", "unknown"),
            (#""3.4":[{"nama":7}]"#, "isian/3.4/0/nama", "wrong-type"),
            (#""5.1":9"#, "isian/5.1", "unknown"),
            (#""tahun":2026.5"#, "isian/tahun", "wrong-type"),
        ])
    func faults(entry: String, field: String, code: String) throws {
        let json = #"{"formulir":"ms-keg","versi":1,"isian":{"judul":"A",\#(entry)}}"#
        let problem = #expect(throws: Problem.self) { try self.sheet.read(Array(json.utf8)) }
        #expect(problem?.status == 422)
        #expect(problem?.errors.map(\.field) == [field])
        #expect(problem?.errors.map(\.code) == [code])
    }

    @Test(
        "A file of another shape, version or questionnaire is refused",
        arguments: [
            ("{", 400), ("[]", 400), ("{}", 400), (#"{"isian":[]}"#, 400), (#"{"isian":{}}"#, 422),
            (#"{"formulir":"ms-keg","versi":9,"isian":{}}"#, 422),
            (#"{"formulir":"ms-ind","versi":1,"isian":{}}"#, 422),
            (#"{"formulir":"ms-keg","versi":1,"isian":{},"lain":1}"#, 422),
        ])
    func refused(json: String, status: Int) throws {
        let problem = #expect(throws: Problem.self) { try self.sheet.read(Array(json.utf8)) }
        #expect(problem?.status == status)
    }

    @Test(
        "Of questionnaire and version the one at fault is named, with what there is, and no place is named twice",
        arguments: [
            (#"{"formulir":"ms-ind","versi":1,"isian":{}}"#, "formulir", "Formulir ini tidak dikenal. Gunakan ms-keg"),
            (#"{"versi":1,"isian":{}}"#, "formulir", "Formulir ini tidak dikenal. Gunakan ms-keg"),
            (#"{"formulir":"ms-keg","versi":9,"isian":{}}"#, "versi", "Versi ini tidak ada pada formulir ms-keg."),
            (#"{"formulir":"ms-keg","isian":{}}"#, "versi", "Versi ini tidak ada pada formulir ms-keg."),
            (#"{"formulir":"ms-keg","versi":1,"isian":{"9.9":1}}"#, "isian/9.9", "Pertanyaan ini tidak ada"),
            (#"{"formulir":"ms-keg","versi":1,"isian":{},"lain":1}"#, "lain", "Bagian ini tidak ada"),
        ])
    func placed(json: String, field: String, message: String) throws {
        let problem = #expect(throws: Problem.self) { try self.sheet.read(Array(json.utf8)) }
        #expect(problem?.errors.map(\.field) == [field])
        #expect(problem?.errors.first?.message.hasPrefix(message) == true)
    }

    @Test("Too large a file, and a form beyond 200 KiB, are refused")
    func limits() throws {
        let large = [UInt8](repeating: 32, count: RecordImport.largestFile + 1)
        #expect(throws: Problem.tooLarge(limit: "10 MiB untuk satu berkas catatan")) { try self.sheet.read(large) }
        #expect(throws: Problem.tooLarge(limit: "10 MiB untuk satu berkas catatan")) { try self.importing.read(large) }
        let rows = Array(repeating: #"{"definisi":"\#(String(repeating: "y", count: 1_900))"}"#, count: 120)
        let json = #"{"formulir":"ms-keg","versi":1,"isian":{"3.4":[\#(rows.joined(separator: ","))]}}"#
        let problem = #expect(throws: Problem.self) { try self.sheet.read(Array(json.utf8)) }
        #expect(problem?.status == 413)
    }

    @Test("A form that is not readable, or of an unknown version, is not written")
    func notWritten() throws {
        var content = try Samples.complete()
        content.answers["6.6"] = .object(["supervisor": .string("4 orang")])
        let problem = #expect(throws: Problem.self) { try self.sheet.write(content) }
        #expect(problem?.errors.map(\.field) == ["6.6/supervisor"])
        content.version = 7
        #expect(throws: Problem.self) { try self.sheet.write(content) }
    }

    @Test("The import takes whichever of the two shapes comes, and names both to a file that has neither")
    func eitherShape() throws {
        #expect(try self.importing.read(Samples.record()).content.answers["tahun"] == .integer(2026))
        let json = #"{"formulir":"ms-keg","versi":1,"isian":{"tahun":2027}}"#
        #expect(try self.importing.read(Array(json.utf8)).content.answers == ["tahun": .integer(2027)])
        let problem = #expect(throws: Problem.self) { try self.importing.read(Array("{}".utf8)) }
        #expect(problem?.detail?.contains("\"form\"") == true)
        #expect(problem?.detail?.contains("\"isian\"") == true)
    }
}
