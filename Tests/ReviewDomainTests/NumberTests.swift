import Contracts
import ReviewDomain
import Standards
import Testing

@Suite("Numbers of letters and recommendations")
struct NumberTests {
    let formats: NumberFormats

    init() throws { self.formats = try NumberFormats.load() }

    @Test("The prefix of recommendation numbers is the format's unless it is configured")
    func prefix() throws {
        let unit = try #require(UnitCode("1375"))
        let values = NumberValues(year: 2023, unit: unit, running: 2)
        #expect(try NumberingRules(formats: self.formats).recommendation.print(values) == "V-23.1375.002")
        #expect(try NumberingRules(formats: self.formats, prefix: "K").recommendation.print(values) == "K-23.1375.002")
    }

    @Test("Rules of numbering are read per unit, with a rest")
    func rules() throws {
        let mempawah = try #require(UnitCode("6104"))
        let other = try #require(UnitCode("1375"))
        let rules = try NumberingRules(
            formats: self.formats, blocks: "6104=B-{n}/{unit}6/HM.310/{year}@1097;1375=register")
        #expect(
            try rules.letters(of: mempawah).number(sequence: 1, unit: mempawah, year: 2026)
                == "B-1097/61046/HM.310/2026")
        #expect(rules.letters(of: other) == .register)
        #expect(try rules.letters(of: other).number(sequence: 1, unit: other, year: 2026) == nil)
        #expect(rules.letters(of: .headquarters) == .block(self.formats.letter, first: 1))
        #expect(try NumberingRules(formats: self.formats, blocks: "*=register").letters(of: other) == .register)
    }

    @Test(
        "Rules that cannot be read are refused with the entry at fault",
        arguments: [
            ("", "", ""), ("v", "", "v"), ("V", "61=register", "61=register"), ("V", "6104", "6104"),
            ("V", "6104=B-{n}", "year"), ("V", "6104=B-{n}/{year}@0", "B-{n}/{year}@0"),
            ("V", "6104=B-{n}/{year}@1@2", "B-{n}/{year}@1@2"), ("V", "6104=B-{n}{unit}/{year}", "running"),
            ("V", "6104=register;6104=register", "6104=register"),
        ])
    func unreadable(prefix: String, blocks: String, subject: String) {
        let error = #expect(throws: NumberError.self) {
            try NumberingRules(formats: self.formats, prefix: prefix, blocks: blocks)
        }
        #expect(error?.subject == subject)
    }
}
