import ArgumentParser
import Foundation
import Testing

@testable import layak

@Suite("Routes on the command line")
struct RouteTests {
    private func said(_ arguments: String..., input: String = "") throws -> (lines: [String], exitCode: Int32) {
        try RouteCommand.parse(arguments).answers(to: input)
    }

    @Test("Two regencies of a province go to the province, and its head signs")
    func province() throws {
        let said = try self.said("6104", "6171")
        #expect(said.lines.count == 1)
        #expect(
            said.lines[0].hasPrefix(
                #"{"unit":"6100","signer":"Kepala BPS Provinsi Kalimantan Barat","rule":"oneProvince""#))
        #expect(said.exitCode == 0)
    }

    @Test("A central agency goes to headquarters, with a copy to the region")
    func centralAgency() throws {
        let said = try self.said("--organiser", "Kementerian Pertanian", "6104")
        #expect(
            said.lines[0].hasPrefix(
                #"{"unit":"0000","signer":"Direktur Diseminasi Statistik","copies":["6104"],"rule":"centralAgency""#))
    }

    @Test("The ministry's code of Mempawah leads to Mempawah, not to its namesake of BPS")
    func ministry() throws {
        #expect(try self.said("61.02").lines[0].hasPrefix(#"{"unit":"6104","#))
        #expect(try self.said("6102").lines[0].hasPrefix(#"{"unit":"6102","#))
    }

    @Test("Lines are answered one by one; a bad one says why, and the exit code is 2")
    func lines() throws {
        let said = try self.said(input: "6104\n9999\nindonesia\n61.03\nMempawah\n6104 3201\n")
        #expect(said.lines.count == 6)
        #expect(said.lines[0].hasPrefix(#"{"from":"6104","unit":"6104","#))
        #expect(said.lines[1].hasPrefix(#"{"from":"9999","error":"there is no region 9999; the provinces are 1100, "#))
        #expect(said.lines[2].hasPrefix(#"{"from":"indonesia","unit":"0000","#))
        #expect(said.lines[3].hasPrefix(#"{"from":"61.03","error":"61.03 (Kemendagri): no conversion is known"#))
        #expect(said.lines[4].hasPrefix(#"{"from":"Mempawah","error":"Mempawah is neither a BPS code"#))
        #expect(said.lines[5].hasPrefix(#"{"from":"6104 3201","unit":"0000","#))
        #expect(said.exitCode == 2)
    }

    @Test(
        "A code that cannot be taken is answered with what is to be written instead, and with no file of the program",
        arguments: [
            ("61", "61 (Kemendagri): no conversion is known", "a province of BPS has four digits: 6100 (BPS Provinsi"),
            ("61.03", "61.03 (Kemendagri): no conversion is known, only of 61.02, 91,", "give the BPS code"),
            ("0000", "there is no region 0000", "the whole country is written indonesia, alone"),
            ("", "an empty text is neither a BPS code (6104", "the whole country is written indonesia"),
            ("6199", "there is no region 6199", "6100 is Provinsi Kalimantan Barat, in it are 6101, "),
            ("Mempawah", "Mempawah is neither", "(6104; 6100 for a whole province)"),
        ])
    func remedies(code: String, fault: String, remedy: String) throws {
        let said = try self.said(code)
        #expect(said.lines.count == 1 && said.exitCode == 2)
        #expect(said.lines[0].hasPrefix("{\"from\":\"\(code)\",\"error\":\"\(fault)"))
        #expect(said.lines[0].contains(remedy))
        #expect(!said.lines[0].contains(".json"))
    }

    @Test("The whole country beside a region is told that it stands alone")
    func countryBesideRegion() throws {
        #expect(try self.said("indonesia", "6104").lines[0].contains("indonesia is the whole country and stands alone"))
    }
}
