import Contracts
import Foundation
import Standards
import Testing

@Suite("Service standards")
struct StandardTests {
    let units: UnitDirectory
    let library: StandardLibrary

    init() throws {
        self.units = try UnitDirectory.load()
        self.library = try StandardLibrary.load(self.units)
    }

    private func standard(_ code: String) throws -> ServiceStandard {
        try #require(UnitCode(code).flatMap(self.library.standard(of:)))
    }

    @Test("Headquarters promises e-mail, WhatsApp and the portal within 14 working days")
    func headquarters() throws {
        let standard = try self.standard("0000")
        #expect(standard.channels == [.email, .whatsapp, .portal])
        #expect(standard.workingDays == 14)
        #expect(standard.afterCorrection == .newClock)
        #expect(standard.signerOffice == "Direktur Diseminasi Statistik")
        #expect(standard.procedures.map(\.steps.count) == [11])
        #expect(standard.timeText.contains("lengkap dan jelas"))
    }

    @Test("Mempawah promises e-mail and the portal; its contradictions are settled visibly")
    func mempawah() throws {
        let standard = try self.standard("6104")
        #expect(standard.channels == [.email, .portal])
        #expect(standard.signerOffice == "Kepala BPS Kabupaten Mempawah")
        #expect(standard.procedures.map(\.steps.count) == [14, 8])
        #expect(standard.letterhead[1] == "KABUPATEN MEMPAWAH")
        for typo in ["penjualan", "portal.bps.go.id", "diumumkan"] {
            #expect(standard.settled.contains { $0.says.contains(typo) })
            #expect(!standard.timeText.contains(typo))
            #expect(!(standard.requirements + standard.procedures.flatMap(\.steps)).contains { $0.contains(typo) })
        }
    }

    @Test("Every unit has a standard that is complete, and whose source says when it is derived")
    func everyUnit() throws {
        #expect(self.library.all.count == 553)
        for standard in self.library.all {
            let json = try ContractJSON.encode(standard)
            #expect(try StandardFile.read(json, file: "x", units: self.units) == standard)
            if !["0000", "6104"].contains(standard.unit.text) { #expect(standard.source.hasPrefix("Turunan")) }
        }
        #expect(try self.standard("6100").signerOffice == "Kepala BPS Provinsi Kalimantan Barat")
        #expect(try self.standard("6171").letterPlace == "Pontianak")
    }

    @Test(
        "A faulty standard is refused with field and reason",
        arguments: [
            ("id", #""0000@2""#, "id"), ("unit", #""9999""#, "unit"), ("unit", "7", "unit"),
            ("workingDays", "0", "workingDays"), ("workingDays", #""14""#, "workingDays"), ("zone", #""WIT""#, "zone"),
            ("closingMinutes", "[900]", "closingMinutes"),
            ("closingMinutes", "[0,1,1,1,1,null,null]", "closingMinutes/0"), ("channels", "[]", "channels"),
            ("channels", #"["email","email"]"#, "channels"), ("fee", #""""#, "fee"), ("products", "[]", "products"),
            ("procedures", "[]", "procedures"), ("effectiveFrom", #""2026-02-30""#, "effectiveFrom"),
        ])
    func faulty(field: String, value: String, named: String) throws {
        var members = try #require(
            ContractJSON.decode(JSONValue.self, from: ContractJSON.encode(try self.standard("0000"))).object)
        members[field] = try ContractJSON.decode(JSONValue.self, from: Array("[\(value)]".utf8)).array?.first
        let json = try ContractJSON.encode(JSONValue.object(members))
        let error = #expect(throws: DataFileError.self) {
            try StandardFile.read(json, file: "probe.json", units: self.units)
        }
        #expect(error?.file == "probe.json")
        #expect(error?.field == named)
    }
}
