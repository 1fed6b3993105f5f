import Contracts
import IntakeDomain
import Standards
import Testing

@Suite("Looking for a unit")
struct UnitSearchTests {
    let units: UnitDirectory

    init() throws { self.units = try UnitDirectory.load() }

    private func found(_ words: String, in province: String? = nil) throws -> [String] {
        let province = try province.map { try #require(UnitCode($0)) }
        return UnitSearch(words: words, province: province).units(in: self.units).map(\.code.text)
    }

    @Test("Without words and province every unit is found, in the order of the codes")
    func everything() throws {
        #expect(try self.found("") == self.units.all.map(\.code.text))
        #expect(try self.found(" , ").count == 553)
    }

    @Test(
        "Words are found in any order and case, in the unit's name and in that of its province",
        arguments: ["mempawah", "MEMPAWAH kabupaten", "  kalimantan, mempawah ", "mempa barat"])
    func words(typed: String) throws {
        #expect(try self.found(typed) == ["6104"])
    }

    @Test("Digits are the beginning of a code")
    func digits() throws {
        #expect(try self.found("6104") == ["6104"])
        let province = try self.found("61")
        #expect(province.count > 1 && province.first == "6100" && province.allSatisfy { $0.hasPrefix("61") })
        #expect(try self.found("104").isEmpty, "no code begins so, though some hold it")
    }

    @Test("A province holds itself and what is below it, and narrows the words")
    func province() throws {
        let all = try self.found("", in: "6100")
        #expect(all == self.units.all.map(\.code.text).filter { $0.hasPrefix("61") })
        #expect(try self.found("mempawah", in: "6100") == ["6104"])
        #expect(try self.found("mempawah", in: "3200").isEmpty)
    }

    @Test("Words that stand nowhere find nothing")
    func nothing() throws { #expect(try self.found("mempawah atlantis").isEmpty) }
}
