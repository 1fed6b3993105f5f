import Contracts
import ReviewDomain
import Testing

@Suite("Numbers of letters and recommendations")
struct NumberTests {
    @Test(
        "A recommendation number has two digits of the year, the unit, and at least three digits",
        arguments: [(1, "V-23.1375.001"), (999, "V-23.1375.999"), (1_000, "V-23.1375.1000")])
    func recommendation(sequence: Int, expected: String) throws {
        let unit = try #require(UnitCode("1375"))
        #expect(
            RecommendationNumber(prefix: "V", year: 2023, unit: unit, sequence: sequence).description == expected)
    }

    @Test("Rules of numbering are read per unit, with a rest")
    func rules() throws {
        let mempawah = try #require(UnitCode("6104"))
        let other = try #require(UnitCode("1375"))
        let rules = try #require(
            NumberingRules(prefix: "V", blocks: "6104=B-{n}/{unit}0/VS.190/{year}@1145;1375=register"))
        #expect(
            rules.letters(of: mempawah).number(sequence: 1, unit: mempawah, year: 2026) == "B-1145/61040/VS.190/2026")
        #expect(rules.letters(of: other) == .register)
        #expect(rules.letters(of: other).number(sequence: 1, unit: other, year: 2026) == nil)
        #expect(rules.letters(of: .headquarters) == .usualBlock)
        #expect(NumberingRules(prefix: "V", blocks: "*=register")?.letters(of: other) == .register)
    }

    @Test(
        "Rules that cannot be read are refused",
        arguments: [
            ("", ""), ("v", ""), ("V", "61=register"), ("V", "6104"), ("V", "6104=B-{n}"),
            ("V", "6104=B-{n}/{year}@0"), ("V", "6104=register;6104=register"),
        ])
    func unreadable(prefix: String, blocks: String) {
        #expect(NumberingRules(prefix: prefix, blocks: blocks) == nil)
    }
}
