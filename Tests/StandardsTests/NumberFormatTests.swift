import Contracts
import Seeds
import Standards
import Testing

@Suite("Formats of numbers")
struct NumberFormatTests {
    let formats: NumberFormats

    init() throws { self.formats = try NumberFormats.load() }

    private static func unit(_ code: String) throws -> UnitCode { try #require(UnitCode(code)) }

    @Test("The known numbers are read and written as they are")
    func known() throws {
        let recommendation = try self.formats.recommendation.parse("V-23.1375.002")
        #expect(recommendation == NumberValues(year: 2023, unit: try Self.unit("1375"), running: 2))
        #expect(try self.formats.recommendation.print(recommendation) == "V-23.1375.002")
        let letter = try self.formats.letter.parse("B-1145/61040/VS.190/2026")
        #expect(letter == NumberValues(year: 2026, unit: try Self.unit("6104"), running: 1145))
        let other = try self.formats.letter
            .replacing("function", with: "6", source: "x").replacing("archive", with: "HM.310", source: "x")
        #expect(try other.parse("B-1097/61046/HM.310/2026").running == 1097)
        #expect(throws: NumberError.self) { try self.formats.letter.parse("B-1097/61046/HM.310/2026") }
    }

    @Test(
        "A running number grows beyond its digits",
        arguments: [(1, "V-23.1375.001"), (999, "V-23.1375.999"), (1_000, "V-23.1375.1000")])
    func growing(running: Int, text: String) throws {
        let values = NumberValues(year: 2023, unit: try Self.unit("1375"), running: running)
        #expect(try self.formats.recommendation.print(values) == text)
        #expect(try self.formats.recommendation.parse(text) == values)
    }

    @Test(
        "What the format would not write is not read, and the error says what was expected",
        arguments: [
            ("", "'V' was expected"), ("B-23.1375.002", "'V' was expected"), ("V-2.1375.002", "2 digits of the year"),
            ("V-23.137.002", "4 digits of the unit"), ("V-23.1375.", "a running number"),
            ("V-23.1375.2", "is not written as the format writes it: V-23.1375.002"),
            ("V-23.1375.0002", "is not written as"), ("V-23.1375.000", "starts at 1"),
            ("V-23.1375.002 ", "nothing was expected after it"), ("V-23.1375.002x", "nothing was expected"),
            ("V-２3.1375.002", "2 digits of the year"), ("V-23.1375.12345678901", "a running number"),
        ])
    func unreadable(text: String, reason: String) {
        let error = #expect(throws: NumberError.self) { try self.formats.recommendation.parse(text) }
        #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test("Values that a format cannot say are refused")
    func unsayable() throws {
        let format = self.formats.recommendation
        let unit = try Self.unit("1375")
        #expect(throws: NumberError.self) { try format.print(NumberValues(year: 2100, unit: unit, running: 1)) }
        #expect(throws: NumberError.self) { try format.print(NumberValues(year: 1999, unit: unit, running: 1)) }
        #expect(throws: NumberError.self) { try format.print(NumberValues(year: 2026, unit: unit, running: 0)) }
        #expect(throws: NumberError.self) { try format.print(NumberValues(year: 2026, unit: nil, running: 1)) }
        #expect(throws: NumberError.self) {
            try self.formats.letter.print(NumberValues(year: 10_000, unit: unit, running: 1))
        }
    }

    @Test(
        "A pattern is read into parts",
        arguments: [
            ("{n}/{year}", 7, "7/2026"), ("K-{n:4}/{unit}/{yy}", 7, "K-0007/6104/26"),
            ("{unit}{yy}-{n}", 12, "610426-12"),
        ])
    func patterns(pattern: String, running: Int, text: String) throws {
        let format = try NumberFormat(pattern: pattern, source: "test")
        let unit = pattern.contains("{unit}") ? try Self.unit("6104") : nil
        let values = NumberValues(year: 2026, unit: unit, running: running)
        #expect(try format.print(values) == text)
        #expect(try format.parse(text) == values)
    }

    @Test(
        "A pattern that could not be read back is refused",
        arguments: [
            "", "{n}", "{year}", "{n}{year}", "{n}{unit}/{year}", "{n}0/{year}", "{n}/{n}/{year}", "{n}/{year}/{yy}",
            "{unit}/{unit}/{n}/{year}", "{n/{year}", "{bulan}/{n}/{year}", "{n:0}/{year}", "{n:x}/{year}",
            "{n:10}/{year}", "B\u{7}-{n}/{year}",
        ])
    func badPatterns(pattern: String) {
        let error = #expect(throws: NumberError.self) { try NumberFormat(pattern: pattern, source: "test") }
        #expect(error?.description.isEmpty == false)
    }

    @Test("A part that is not there cannot be replaced, nor one emptied")
    func replacing() throws {
        #expect(throws: NumberError.self) { try self.formats.letter.replacing("month", with: "X", source: "x") }
        #expect(throws: NumberError.self) { try self.formats.letter.replacing("prefix", with: "", source: "x") }
    }

    @Test(
        "A faulty file is refused with field and reason",
        arguments: [
            (#""source": "S""#, #""source": """#, "recommendation/parts/0/source"),
            (#""digits": 2"#, #""digits": 3"#, "recommendation/parts"),
            (#""kind": "running""#, #""kind": "month""#, "recommendation/parts/2/kind"),
            (#""recommendation""#, #""rekomendasi""#, "recommendation"),
            (#""text": "V-""#, #""text": "V-", "teks": "x""#, "letter/parts/0/teks"),
        ])
    func faulty(old: String, new: String, field: String) throws {
        let parts = """
            [{"kind": "text", "text": "V-", "source": "S"}, {"kind": "year", "digits": 2, "source": "T"},
             {"kind": "running", "digits": 3, "source": "T"}]
            """
        let text = #"{"recommendation": {"parts": \#(parts)}, "letter": {"parts": \#(parts)}}"#
        _ = try NumberFormats(json: Array(text.utf8), file: "probe.json")
        let error = #expect(throws: DataFault.self) {
            try NumberFormats(json: Array(text.replacing(old, with: new).utf8), file: "probe.json")
        }
        #expect(error?.file == "probe.json")
        #expect(error?.field == field)
    }

    @Test("Every part of the two formats says where it is known from")
    func sources() {
        for part in self.formats.recommendation.parts + self.formats.letter.parts { #expect(!part.source.isEmpty) }
    }

    /// Random formats and values: what is printed is read back, and what is read is printed back.
    @Test("Printing and reading are each other's inverse", arguments: [UInt64.random(in: 0 ... .max), 1, 20_261_121])
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<1_000 {
            let format = try Self.format(&random)
            let hasUnit = format.parts.contains { $0.kind == .unit }
            let isShort = format.parts.contains { $0.kind == .year && $0.digits == 2 }
            let values = NumberValues(
                year: isShort ? .random(in: 2000...2099, using: &random) : .random(in: 1000...9999, using: &random),
                unit: hasUnit
                    ? try Self.unit(String(String(10_000 + Int.random(in: 0...9_999, using: &random)).dropFirst()))
                    : nil,
                running: .random(in: 1...(Bool.random(using: &random) ? 30 : 999_999_999), using: &random))
            let text = try format.print(values)
            #expect(try format.parse(text) == values, "seed \(seed), round \(round): \(text)")
            // A text with one character changed is either refused or read to what it says.
            var characters = Array(text)
            characters[Int.random(in: 0..<characters.count, using: &random)] =
                "07xB/.-"
                .randomElement(using: &random) ?? "0"
            let changed = String(characters)
            if let read = try? format.parse(changed) {  // refused is fine
                #expect(try format.print(read) == changed, "seed \(seed), round \(round): \(changed)")
            }
        }
    }

    private static func format(_ random: inout SeededRandom) throws -> NumberFormat {
        let letters = ["V", "B-", "/", ".", "VS.190/", "-", "0", "K7"]
        func text(_ random: inout SeededRandom) -> NumberPart {
            NumberPart(.text, text: letters.randomElement(using: &random) ?? "/", source: "random")
        }
        var core: [NumberPart] = [
            NumberPart(.year, digits: Bool.random(using: &random) ? 2 : 4, source: "random")
        ]
        if Bool.random(using: &random) { core.append(NumberPart(.unit, source: "random")) }
        core.shuffle(using: &random)
        var parts: [NumberPart] = Bool.random(using: &random) ? [text(&random)] : []
        for part in core {
            parts.append(part)
            if Bool.random(using: &random) { parts.append(text(&random)) }
        }
        let running = NumberPart(.running, digits: .random(in: 1...6, using: &random), source: "random")
        if Bool.random(using: &random) {
            parts.append(running)
        } else {
            parts.insert(contentsOf: [running, NumberPart(.text, text: "/", source: "random")], at: 0)
        }
        return try NumberFormat(parts: parts)
    }
}
