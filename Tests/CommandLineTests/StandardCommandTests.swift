import ArgumentParser
import Contracts
import Foundation
import Testing

@testable import layak

@Suite("Standards on the command line")
struct StandardCommandTests {
    @Test("A standard is one line of JSON that a program reads")
    func show() throws {
        let said = try ShowStandard.parse(["6104", "0000@1", "9999", "6104@7", "x"]).answers()
        #expect(said.lines.count == 5)
        let standard = try ContractJSON.decode(ServiceStandard.self, from: said.lines[0].utf8)
        #expect(standard.id == "6104@1")
        #expect(standard.workingDays == 14)
        #expect(said.lines[1].hasPrefix(#"{"id":"0000@1","#))
        #expect(said.lines[2] == #"{"from":"9999","error":"there is no unit 9999"}"#)
        #expect(said.lines[3] == #"{"from":"6104@7","error":"unit 6104 has no such version; it has 6104@1"}"#)
        #expect(said.lines[4].hasPrefix(#"{"from":"x","error":"a standard is named by"#))
        #expect(said.exitCode == 2)
    }

    @Test("Without a version the one in effect on the day is meant; a day before the first one is refused")
    func day() throws {
        let said = try ShowStandard.parse(["--on", "2026-01-01", "6104"]).answers()
        #expect(said.lines.count == 1)
        #expect(said.lines.first?.hasPrefix(#"{"id":"6104@1","#) == true)
        let early = try ShowStandard.parse(["--on", "2025-12-31", "6104", "6104@1"]).answers()
        #expect(
            early.lines.first
                == #"{"from":"6104","error":"no version of unit 6104 is in effect on 2025-12-31; it has 6104@1"}"#)
        // A version that is named is shown whenever it applies.
        #expect(early.lines.last?.hasPrefix(#"{"id":"6104@1","#) == true)
        #expect(early.exitCode == 2)
        #expect(throws: (any Error).self) { try ShowStandard.parse(["--on", "besok", "6104"]) }
    }

    @Test("Two units are put side by side, part by part, with what differs")
    func diff() throws {
        let said = try CompareStandards.parse(["6104", "0000"]).answers()
        #expect(said.exitCode == 0)
        #expect(
            said.lines.contains(
                #"{"part":"channels","title":"Saluran pemberitahuan","equal":false,"left":"6104@1","right":"0000@1","leftLines":[],"rightLines":["WhatsApp"]}"#
            ))
        #expect(!said.lines.contains { $0.contains(#""part":"fee""#) })
        let all = try CompareStandards.parse(["--all", "6104", "0000"]).answers()
        #expect(all.lines.contains { $0.hasPrefix(#"{"part":"fee","title":"Biaya atau tarif","equal":true"#) })
    }

    @Test("A unit with one version is compared with headquarters, and with itself it does not differ")
    func counterpart() throws {
        #expect(
            try CompareStandards.parse(["6104"]).answers().lines
                == CompareStandards.parse(["6104", "0000"]).answers().lines)
        #expect(try CompareStandards.parse(["6104", "6104"]).answers().lines.isEmpty)
        #expect(try CompareStandards.parse(["6104", "9999"]).answers().exitCode == 2)
    }
}
