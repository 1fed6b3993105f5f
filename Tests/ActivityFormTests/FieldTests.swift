import ActivityForm
import Contracts
import Testing

@Suite("Fields of pages and answers")
struct FieldTests {
    @Test("Answers shown in fields and read back are the same answers")
    func roundTrip() throws {
        let definition = try Samples.definition()
        var content = try Samples.complete()
        content.answers["4.4"] = .integer(2)
        content.answers["4.5"] = .array([.string("3201"), .string("6104")])
        var fields: [String: [String]] = [:]
        for (number, answer) in content.answers {
            fields.merge(FormValues.values(of: answer, at: number)) { $0 + $1 }
        }
        let reading = FormFieldReader(definition: definition).read(definition.questions, from: fields)
        #expect(reading.problems == [])
        #expect(reading.answers == content.answers)
    }

    @Test(
        "A date is read as browsers and people write it",
        arguments: [
            (["2026-08-17"], "2026-08-17"), (["17/8/2026"], "2026-08-17"), (["17-08-2026"], "2026-08-17"),
            (["30/2/2026"], nil), (["kemarin"], nil), (["99999999999999999999-1-1"], nil),
        ] as [([String], String?)])
    func dates(values: [String], day: String?) throws {
        let definition = try Samples.definition()
        let question = try #require(definition.question("8.2"))
        let reading = FormFieldReader(definition: definition).read([question], from: ["8.2/digital": values])
        #expect(reading.answers["8.2"]?.object?["digital"] == day.map(JSONValue.string))
        #expect(reading.rejected["8.2/digital"] == (day == nil ? values[0] : nil))
    }

    @Test("A date in three parts is read, and an empty one is no answer")
    func parts() throws {
        let definition = try Samples.definition()
        let question = try #require(definition.question("8.2"))
        let reader = FormFieldReader(definition: definition)
        let full = reader.read(
            [question], from: ["8.2/digital/tanggal": ["7"], "8.2/digital/bulan": ["1"], "8.2/digital/tahun": ["2027"]])
        #expect(full.answers["8.2"] == .object(["digital": .string("2027-01-07")]))
        let none = reader.read([question], from: ["8.2/digital/tanggal": [""]])
        #expect(none.answers.isEmpty && none.problems.isEmpty)
        let half = reader.read([question], from: ["8.2/digital/tanggal": ["7"]])
        #expect(half.problems.map(\.code) == ["not-a-date"])
    }

    @Test("What cannot be read is given back, and its neighbours are kept")
    func rejected() throws {
        let definition = try Samples.definition()
        let questions = ["judul", "tahun", "cara", "4.6", "3.4"].compactMap { definition.question($0) }
        let reading = FormFieldReader(definition: definition).read(
            questions,
            from: [
                "judul": [" Survei\r\nX "], "tahun": ["dua ribu"], "cara": ["99"], "4.6": ["1", "x"],
                "3.4/5/nama": ["b"], "3.4/2/nama": ["a"], "3.4/9999/nama": ["c"], "3.4/x/nama": ["d"],
            ])
        #expect(reading.answers["judul"] == .string("Survei X"))
        #expect(reading.answers["3.4"] == .array([.object(["nama": .string("a")]), .object(["nama": .string("b")])]))
        #expect(Set(reading.rejected.keys) == ["tahun", "cara", "4.6"])
    }

    @Test("Answers are shown in words")
    func display() throws {
        let definition = try Samples.definition()
        let content = try Samples.complete()
        func lines(_ number: String) throws -> [String] {
            let question = try #require(definition.question(number))
            return definition.display(content.answers[number] ?? .null, of: question, regions: Samples.regions)
        }
        #expect(try lines("cara") == ["Kompilasi produk administrasi"])
        #expect(try lines("3.3").first == "A.1 Perencanaan kegiatan: 1 Desember 2025 – 31 Desember 2025")
        #expect(try lines("3.3")[5] == "D.6 Diseminasi hasil: 15 Januari 2027")
        #expect(try lines("4.7").count == 4)
        #expect(try lines("7.1").first == "Penyuntingan (editing): Ya")
        #expect(try lines("3.4").count == 4)
        let regions = try #require(definition.question("4.5"))
        #expect(
            definition.display(.array([.string("6104")]), of: regions, regions: Samples.regions)
                == ["Kabupaten Mempawah (6104)"])
        #expect(definition.display(.bool(true), of: regions, regions: Samples.regions) == ["true"])
    }

    @Test("What differs between two rounds is named in the order of the form")
    func changes() throws {
        let definition = try Samples.definition()
        let old = try Samples.complete()
        var new = old
        new.answers["6.3"] = .integer(1)
        new.answers["judul"] = .string("Kompilasi Lain")
        #expect(definition.changes(from: old, to: new) == ["judul", "6.3"])
    }
}
