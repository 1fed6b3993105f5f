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
        #expect(said.lines[1] == #"{"from":"9999","error":"there is no region 9999"}"#)
        #expect(said.lines[2].hasPrefix(#"{"from":"indonesia","unit":"0000","#))
        #expect(said.lines[3].hasPrefix(#"{"from":"61.03","error":"61.03 (Kemendagri): no conversion is known"#))
        #expect(said.lines[4].hasPrefix(#"{"from":"Mempawah","error":"Mempawah is neither a BPS code"#))
        #expect(said.lines[5].hasPrefix(#"{"from":"6104 3201","unit":"0000","#))
        #expect(said.exitCode == 2)
    }
}
