import ActivityForm
import Contracts
import Foundation
import Seeds
import Testing

@Suite("What keeps a form from being submitted")
struct ValidationTests {
    let definition: FormDefinition
    let validation: AnswerValidation

    init() throws {
        self.definition = try Samples.definition()
        self.validation = AnswerValidation(definition: self.definition, regions: Samples.regions)
    }

    @Test("A complete form has no problems")
    func complete() throws {
        #expect(self.validation.problems(in: try Samples.complete()) == [])
    }

    @Test(
        "One answer made wrong gives exactly the problem that names it",
        arguments: [
            ("judul", JSONValue.null, "judul", "required"),
            ("judul", .string("   "), "judul", "required"),
            ("judul", .integer(7), "judul", "wrong-type"),
            ("judul", .string("a\u{0}b"), "judul", "unreadable"),
            ("judul", .string("a\nBcc: b"), "judul", "unreadable"),
            ("judul", .string("a\u{2028}b"), "judul", "unreadable"),
            ("judul", .string("a\u{85}b"), "judul", "unreadable"),
            ("judul", .string(String(repeating: "x", count: 301)), "judul", "too-long"),
            ("judul", .string(String(repeating: "é", count: 301)), "judul", "too-long"),
            ("tahun", .string("2026"), "tahun", "wrong-type"),
            ("tahun", .integer(1066), "tahun", "out-of-range"),
            ("cara", .integer(9), "cara", "unknown"),
            (
                "1.2",
                .object(["alamat": .string("x"), "telepon": .string("1"), "email": .string("tidak ada")]), "1.2/email",
                "not-an-email"
            ),
            ("1.2", .string("Jakarta"), "1.2", "wrong-type"),
            ("3.4", .array([]), "3.4", "required"),
            (
                "3.4", .array([.object(["nama": .string("x"), "definisi": .string("y")])]), "3.4/0/referensi_waktu",
                "required"
            ),
            ("3.4", .array([.string("x")]), "3.4/0", "wrong-type"),
            ("4.6", .array([.integer(8), .integer(8)]), "4.6", "unknown"),
            ("4.6", .integer(8), "4.6", "unknown"),
            ("4.6", .array([.integer(8), .integer(16)]), "4.6.lainnya", "required"),
            (
                "6.6", .object(["supervisor": .integer(-1), "enumerator": .integer(1)]), "6.6/supervisor",
                "out-of-range"
            ),
            ("8.2", .object(["digital": .string("2026-02-30")]), "8.2/digital", "not-a-date"),
            ("9.9", .string("x"), "9.9", "unknown"),
        ])
    func wrong(number: String, answer: JSONValue, field: String, code: String) throws {
        var content = try Samples.complete()
        content.answers[number] = answer
        let problems = self.validation.problems(in: content)
        #expect(problems.map(\.field) == [field])
        #expect(problems.map(\.code) == [code])
        // The question's number and label, then the reason and the remedy as sentences of their own.
        let message = try #require(problems.first?.message)
        let head = message.prefix { $0 != ":" }
        let words = message.dropFirst(head.count + 2)
        if let question = self.definition.question(at: field) {
            #expect(head.contains(question.label), "\(message)")
            if field.first?.isNumber == true { #expect(head.hasPrefix(question.number.prefix(3)), "\(message)") }
        } else {
            #expect(head == field, "\(message)")
        }
        #expect(words.components(separatedBy: ". ").count >= 2, "\(message)")
        #expect(words.hasSuffix("."), "\(message)")
    }

    @Test("\"4 orang\" where a number is asked is refused with number, label, reason and remedy, and is not repeated")
    func fourPeople() throws {
        var content = try Samples.complete()
        content.answers["6.6"] = .object(["supervisor": .string("4 orang"), "enumerator": .integer(3)])
        let message =
            "6.6 Jumlah petugas, Supervisor, penyelia, atau pengawas (orang): Ini bukan bilangan bulat: "
            + "ada huruf, tanda, atau satuan di dalamnya. "
            + "Tuliskan angkanya saja, tanpa satuan seperti \"orang\"."
        #expect(self.validation.problems(in: content).map(\.message) == [message])
        let reading = FormFieldReader(definition: self.definition).read(
            [try #require(self.definition.question("6.6"))],
            from: ["6.6/supervisor": ["4 orang"], "6.6/enumerator": ["3"]])
        #expect(reading.problems.map(\.message) == [message])
        #expect(reading.problems.map(\.code) == ["wrong-type"])
        #expect(reading.rejected == ["6.6/supervisor": "4 orang"])
        #expect(reading.answers["6.6"] == .object(["enumerator": .integer(3)]))
    }

    @Test("A text is measured in characters, whatever bytes they need")
    func characters() throws {
        var content = try Samples.complete()
        content.answers["judul"] = .string(String(repeating: "👩🏽‍🔬", count: 300))
        #expect(self.validation.problems(in: content) == [])
    }

    @Test("A part's problem is told with the whole way to it")
    func wayToAPart() throws {
        var content = try Samples.complete()
        content.answers["3.4"] = .array([.object(["nama": .string("x"), "definisi": .string("y")])])
        let problem = try #require(self.validation.problems(in: content).first)
        #expect(problem.message.contains(", baris 1, "), "\(problem.message)")
    }

    @Test("A period whose end comes before its start is no period")
    func order() throws {
        var content = try Samples.complete()
        var schedule = content.answers["3.3"]?.object ?? [:]
        schedule["desain"] = .object(["awal": .string("2026-02-01"), "akhir": .string("2026-01-01")])
        content.answers["3.3"] = .object(schedule)
        #expect(self.validation.problems(in: content).map(\.field) == ["3.3/desain"])
    }

    @Test("Block V is asked of a survey only")
    func sample() throws {
        var content = try Samples.complete()
        content.answers["cara"] = .integer(2)
        #expect(self.validation.problems(in: content).map(\.field) == ["5.1", "5.2", "5.3", "5.7", "5.8"])
        content.answers["5.2"] = .integer(1)
        #expect(
            self.validation.problems(in: content).map(\.field) == ["5.1", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8"])
        content.answers["cara"] = .integer(3)
        #expect(self.validation.problems(in: content) == [])
        #expect(self.definition.settled(content).answers["5.2"] == nil)
    }

    @Test("Regions are asked when the activity covers a part of Indonesia, and must exist")
    func regions() throws {
        var content = try Samples.complete()
        content.answers["4.4"] = .integer(2)
        #expect(self.validation.problems(in: content).map(\.field) == ["4.5"])
        content.answers["4.5"] = .array([.string("6104"), .string("9999"), .string("0000")])
        #expect(self.validation.problems(in: content).map(\.field) == ["4.5/1", "4.5/2"])
        content.answers["4.5"] = .array([.string("6104")])
        #expect(self.validation.problems(in: content) == [])
    }

    @Test("An answer to a question that is not asked opens no further questions")
    func stale() throws {
        var content = try Samples.complete()
        content.answers["rekomendasi"] = .integer(1)
        #expect(self.validation.problems(in: content).map(\.field) == ["identitas"])
        content.answers["rekomendasi"] = .integer(2)
        content.answers["identitas"] = .integer(3)
        #expect(self.validation.problems(in: content) == [])
    }

    @Test("Another definition, another version and too large a form are refused whole")
    func whole() throws {
        var content = try Samples.complete()
        content.version = 9
        #expect(self.validation.problems(in: content).map(\.code) == ["unknown"])
        content = try Samples.complete()
        content.answers["3.1"] = .string(String(repeating: "x", count: 201 * 1024))
        #expect(self.validation.problems(in: content).map(\.code) == ["too-large"])
        #expect(self.validation.problems(in: try EncodedForm(content)).map(\.code) == ["too-large"])
    }

    @Test("A form whose JSON is known is settled as any other is, and has the JSON of what is left")
    func settled() throws {
        let settled = self.definition.settled(try Samples.complete())
        var unsettled = settled
        unsettled.answers["3.1"] = .string("  ")
        var unasked = settled
        unasked.answers["rekomendasi"] = .integer(1)
        unasked.answers["identitas"] = .integer(3)
        var emptyPart = settled
        emptyPart.answers["2.2"] = .object(["nama": .string("Pejabat"), "jabatan": .null])
        for content in [settled, unsettled, unasked, emptyPart] {
            let form = try self.definition.settled(EncodedForm(content))
            #expect(form.content == self.definition.settled(content))
            #expect(try form.json == ContractJSON.encode(form.content))
        }
        #expect(self.definition.settled(unsettled) != unsettled)
        #expect(self.definition.settled(emptyPart) != emptyPart)
    }

    @Test("Problems never repeat the value")
    func quiet() throws {
        var content = try Samples.complete()
        content.answers["1.2"] = .object(["email": .string("rahasia")])
        for problem in self.validation.problems(in: content) { #expect(!problem.message.contains("rahasia")) }
    }

    @Test("Random values in every question never crash, and what passes can be displayed", arguments: 0..<40)
    func property(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed + 1))
        var content = try Samples.complete()
        for question in self.definition.questions { content.answers[question.number] = random.value(depth: 3) }
        _ = self.validation.problems(in: content)
        _ = self.definition.settled(content)
        for question in self.definition.questions {
            _ = self.definition.display(
                content.answers[question.number] ?? .null, of: question, regions: Samples.regions)
        }
    }
}

extension SeededRandom {
    /// Any value, as deep as that at most: also what no question asks for.
    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .integer(Int.random(in: -3...20, using: &self))
        case 3: return .number(.nan)
        case 4:
            // not empty
            return .string(["", " ", "2026-02-30", "2026-01-01", "6104", "<b>", "a@b.co"].randomElement(using: &self)!)
        case 5: return .string(String(repeating: "é", count: Int.random(in: 0..<50, using: &self)))
        case 6: return .array((0..<Int.random(in: 0..<4, using: &self)).map { _ in self.value(depth: depth - 1) })
        default:
            let keys = ["nama", "awal", "akhir", "email", "tercetak", "desain"]
            var members: [String: JSONValue] = [:]
            for key in keys where Bool.random(using: &self) { members[key] = self.value(depth: depth - 1) }
            return .object(members)
        }
    }
}
