import Contracts
import Standards
import Testing

@Suite("Codes of the Ministry of Home Affairs")
struct MinistryCodeTests {
    let units: UnitDirectory
    let codes: MinistryCodes

    init() throws {
        self.units = try UnitDirectory.load()
        self.codes = try MinistryCodes.load(self.units)
    }

    @Test(
        "Known codes are converted both ways",
        arguments: [
            ("61.02", "6104"), ("91", "9400"), ("92", "9100"), ("96", "9200"), ("93", "9500"), ("94", "9600"),
            ("95", "9700"),
        ])
    func known(ministry: String, bps: String) throws {
        let code = try #require(MinistryCode(ministry))
        let unit = try #require(UnitCode(bps))
        #expect(try self.codes.unit(for: code) == unit)
        #expect(try self.codes.code(of: unit) == code)
    }

    @Test("The table holds nothing but what is known, and is one to one")
    func table() throws {
        #expect(self.codes.all.count == 7)
        #expect(Set(self.codes.all.map(\.bps)).count == 7)
        for (ministry, bps) in self.codes.all { #expect(try self.codes.unit(for: ministry) == bps) }
    }

    @Test("An unknown code is an error that names it, never a guess")
    func unknown() throws {
        // 61.04 would be Ketapang there; 6104 is Mempawah here: the digits alone mislead.
        let there = #expect(throws: CodeConversionError.self) {
            try self.codes.unit(for: try #require(MinistryCode("61.04")))
        }
        #expect(there?.code == "61.04")
        #expect(there?.description == "61.04 (Kemendagri): no conversion is known")
        let here = #expect(throws: CodeConversionError.self) {
            try self.codes.code(of: try #require(UnitCode("6105")))
        }
        #expect(here?.description.hasPrefix("6105 (BPS)") == true)
    }

    @Test("A code is written with its dot", arguments: ["6102", "61.2", "61.02.03", "6l", "", "61.", ".02", "６１"])
    func shape(text: String) { #expect(MinistryCode(text) == nil) }

    @Test("Codes are ordered as they are written")
    func order() throws {
        #expect(try #require(MinistryCode("61")) < #require(MinistryCode("61.02")))
        #expect(try #require(MinistryCode("61.02")).description == "61.02")
    }

    @Test(
        "A faulty table is refused with field and reason",
        arguments: [
            (#"[{"ministry":"6102","bps":"6104","name":"Kabupaten Mempawah","source":"x"}]"#, "0/ministry"),
            (#"[{"ministry":"61.02","bps":"6199","name":"Kabupaten Mempawah","source":"x"}]"#, "0/bps"),
            (#"[{"ministry":"61","bps":"6104","name":"Kabupaten Mempawah","source":"x"}]"#, "0/ministry"),
            (#"[{"ministry":"61.02","bps":"6104","name":"Kabupaten Pontianak","source":"x"}]"#, "0/name"),
            (#"[{"ministry":"61.02","bps":"6104","name":"Kabupaten Mempawah","source":""}]"#, "0/source"),
            (#"[{"ministry":"61.02","bps":"6104","name":"Kabupaten Mempawah"}]"#, "0/source"),
            (Self.twice("61.02", "6104", "Kabupaten Mempawah", "61.02", "6105", "Kabupaten Sanggau"), "1/ministry"),
            (Self.twice("61.02", "6104", "Kabupaten Mempawah", "61.03", "6104", "Kabupaten Mempawah"), "1/bps"),
        ])
    func faulty(json: String, field: String) {
        let error = #expect(throws: DataFault.self) {
            try MinistryCodes(json: Array(json.utf8), file: "probe.json", units: self.units)
        }
        #expect(error?.field == field)
    }

    private static func twice(_ texts: String...) -> String {
        func entry(_ index: Int) -> String {
            #"{"ministry":"\#(texts[index])","bps":"\#(texts[index + 1])","name":"\#(texts[index + 2])","source":"x"}"#
        }
        return "[\(entry(0)),\(entry(3))]"
    }
}
