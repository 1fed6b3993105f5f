import ArgumentParser
import Foundation
import Testing

@testable import layak

@Suite("Due dates on the command line")
struct DueCommandTests {
    func due(_ arguments: [String], _ input: String) throws -> (lines: [String], exitCode: Int32) {
        try DueCommand.parse(arguments).answers(to: input)
    }

    @Test("Each date is answered with the last working day of its clock")
    func vectors() throws {
        let said = try self.due(["--days", "14", "--unit", "6104"], "2026-03-13\n2025-08-14\n")
        #expect(
            said.lines == [
                #"{"from":"2026-03-13","days":14,"due":"2026-04-10"}"#,
                #"{"from":"2025-08-14","days":14,"due":"2025-09-04"}"#,
            ])
        #expect(said.exitCode == 0)
    }

    @Test("Without a length the unit's own standard says it")
    func standardsLength() throws {
        #expect(try self.due([], " 2026-03-13 ").lines == [#"{"from":"2026-03-13","days":14,"due":"2026-04-10"}"#])
    }

    @Test("With an explanation every day is there, with words and source")
    func explained() throws {
        let said = try self.due(["--days", "1", "--explain"], "2026-08-14")
        #expect(said.lines.count == 1)
        #expect(
            said.lines[0].hasPrefix(
                #"{"from":"2026-08-14","days":1,"due":"2026-08-18","dueAt":"2026-08-18T"#))
        #expect(said.lines[0].contains(#"{"day":"2026-08-14","number":0,"words":"Jumat, 14 Agustus 2026: hari ke-0"#))
        #expect(
            said.lines[0].contains(
                #""words":"Senin, 17 Agustus 2026: tidak dihitung: libur nasional, Hari Kemerdekaan Republik Indonesia","source":"SKB 3 Menteri 1497/2025"#
            ))
        #expect(said.lines[0].contains(#"{"day":"2026-08-18","number":1,"#))
    }

    @Test("A date that does not exist or is not covered is an error of its line, and the rest go on")
    func badDates() throws {
        let said = try self.due(["--days", "14"], "2026-02-30\n2027-12-20\n1990-01-01\n2026-03-13\n")
        #expect(
            said.lines == [
                #"{"from":"2026-02-30","error":"there is no day 2026-02-30"}"#,
                #"{"from":"2027-12-20","error":"the calendar covers 2024-01-01 to 2027-12-31; 2028-01-01 lies outside: a newer calendar is needed (--calendar FILE)"}"#,
                #"{"from":"1990-01-01","error":"the calendar covers 2024-01-01 to 2027-12-31; 1990-01-01 lies outside, before its first day"}"#,
                #"{"from":"2026-03-13","days":14,"due":"2026-04-10"}"#,
            ])
        #expect(said.exitCode == 2)
    }

    @Test("Blanks around a date do not matter, blanks within make it none")
    func blanks() throws {
        let said = try self.due(["--days", "14"], "\t2026-03-13 \r\n20 26-03-13\n")
        #expect(
            said.lines == [
                #"{"from":"2026-03-13","days":14,"due":"2026-04-10"}"#,
                #"{"from":"20 26-03-13","error":"a date is written yyyy-mm-dd, for example 2026-03-13"}"#,
            ])
    }

    @Test(
        "A unit that does not exist is misuse, and the complaint names those that may be meant",
        arguments: [
            ("9999", "the provinces are 1100, "), ("abc", "the provinces"), ("", "the provinces"), ("61", "6104"),
        ])
    func badUnit(unit: String, remedy: String) {
        #expect { try DueCommand.parse(["--unit", unit]) } throws: {
            let said = DueCommand.fullMessage(for: $0)
            return DueCommand.exitCode(for: $0).rawValue == 64
                && said.contains("--unit: there is no unit \"\(unit)\"; a unit is written with four digits")
                && said.contains(remedy)
        }
    }

    @Test("A length that is none is misuse")
    func badArguments() throws {
        #expect(throws: (any Error).self) { try DueCommand.parse(["--days", "0"]) }
        #expect { try DueCommand.parse(["--days", "-1"]) } throws: {
            DueCommand.fullMessage(for: $0).contains("--days is from 1 to 1000")
        }
    }

    @Test("A calendar of one's own is read as the operator's, and one at fault is answered with line and field")
    func ownCalendar() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "layak-due-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }  // left behind, it harms nobody
        let heading = "date,kind,name,source,unit\n2026-01-01,libur_nasional,A,B,\n2026-12-25,libur_nasional,A,B,\n"
        try Data((heading + "2026-03-16,libur_daerah,Pilkada ulang,SK,6104\n").utf8).write(to: file)
        for (unit, due) in [("6104", "2026-03-17"), ("6171", "2026-03-16")] {
            let said = try self.due(["--calendar", file.path, "--days", "1", "--unit", unit], "2026-03-13")
            #expect(said.lines == ["{\"from\":\"2026-03-13\",\"days\":1,\"due\":\"\(due)\"}"])
        }
        try Data((heading + "2026-03-16,libur_daerah,Pilkada ulang,SK,9999\n").utf8).write(to: file)
        func refused(_ path: String) throws -> String? {
            let said = try self.due(["--calendar", path], "2026-03-13")
            let start = "{\"from\":\"\(path)\",\"error\":\""
            guard said.lines.count == 1, said.exitCode == 2, said.lines[0].hasPrefix(start) else { return nil }
            return String(said.lines[0].dropFirst(start.count).dropLast(2))
        }
        #expect(try refused(file.path) == "line 4, unit: there is no unit 9999")
        try Data((heading + "2026-03-32,libur_nasional,A,B,\n").utf8).write(to: file)
        #expect(try refused(file.path) == #"line 4, date: there is no date \"2026-03-32\""#)
        try Data().write(to: file)
        #expect(try refused(file.path) == "is empty")
        #expect(try refused("/none") == "there is no such file")
    }
}
