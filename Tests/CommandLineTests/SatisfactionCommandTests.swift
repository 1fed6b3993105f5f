import ArgumentParser
import Foundation
import Testing

@testable import layak

@Suite("layak ikm")
struct SatisfactionCommandTests {
    private func answers(_ csv: String, _ arguments: [String] = []) throws -> (lines: [String], exitCode: Int32) {
        let file = FileManager.default.temporaryDirectory.appending(path: "layak-ikm-\(UUID().uuidString).csv")
        try Data(csv.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }  // left behind, it harms nobody
        return try SatisfactionCommand.parse(arguments + [file.path]).answers()
    }

    private let header = "u1,u2,u3,u4,u5,u6,u7,u8,u9\n"

    @Test("One respondent: means, NI, index, band and the note about few, in this order")
    func one() throws {
        // 29 / 9 = 3.2222…; × 25 = 725 / 9 = 80.5555…
        let said = try self.answers(self.header + "3,3,3,4,3,3,4,3,3\n")
        #expect(
            said.lines == [
                #"{"respondents":1,"elements":{"u1":3.0000,"u2":3.0000,"u3":3.0000,"u4":4.0000,"u5":3.0000,"u6":3.0000,"#
                    + #""u7":4.0000,"u8":3.0000,"u9":3.0000},"ni":3.2222,"ikm":80.56,"exact":"725/9","weight":"1/9","#
                    + #""grade":"B","words":"Baik","note":"Baru 1 responden (kurang dari 30): hasil ini belum mewakili "#
                    + #"semua pengguna layanan.","noteSource":"usulan Layak, belum ditetapkan kantor"}"#
            ])
        #expect(said.exitCode == 0)
    }

    @Test("The printed weight makes 99.00 of the best answers, and the office's own number of few is taken")
    func options() throws {
        let said = try self.answers(
            self.header + "4,4,4,4,4,4,4,4,4\n", ["--printed-weight", "--small-below", "1"])
        #expect(said.lines[0].contains(#""ikm":99.00,"exact":"99/1","weight":"0.11","grade":"A""#))
        #expect(!said.lines[0].contains("note"))
        #expect(throws: (any Error).self) { try SatisfactionCommand.parse(["--small-below", "-1", "x.csv"]) }
    }

    @Test(
        "A file without its heading or without a respondent is answered with the reason",
        arguments: [
            ("", "is empty"),
            (
                "\"U1\"; u2;u3;u4;u5;u6;u7;u8;u9\n1;1;1;1;1;1;1;1;1\n",
                "the first line must be u1,u2,u3,u4,u5,u6,u7,u8,u9: here semicolons stand between the fields; save the file with commas"
            ),
            (
                "u1\tu2\tu3\tu4\tu5\tu6\tu7\tu8\tu9\n",
                "the first line must be u1,u2,u3,u4,u5,u6,u7,u8,u9: here tabs stand between the fields; save the file with commas"
            ),
            ("u1,u2,u3,u4,u5,u6,u7,u9,u8\n1,1,1,1,1,1,1,1,1\n", "the first line must be u1,u2,u3,u4,u5,u6,u7,u8,u9"),
            ("U1,U2,U3,U4,U5,U6,U7,U8,U9\n", "there is no respondent, so there is no index"),
        ])
    func unusable(csv: String, reason: String) throws {
        let said = try self.answers(csv)
        #expect(said.lines.count == 1 && said.lines[0].hasSuffix(#""error":"\#(reason)"}"#) && said.exitCode == 2)
    }

    @Test("A file as spreadsheets write it is read: with a byte order mark, with blanks beside the answers")
    func spreadsheet() throws {
        let said = try self.answers("\u{FEFF}u1, u2,u3 ,u4,u5,u6,u7,u8,u9\r\n4 , 4,4,4,4,4,4,4,4 \r\n")
        #expect(said.exitCode == 0)
        #expect(said.lines[0].contains(#""respondents":1,"#) && said.lines[0].contains(#""ikm":100.00,"#))
    }

    @Test("A respondent at fault is left out and named, also one with a quotation mark that does not close")
    func faults() throws {
        let good = "2,2,2,2,2,2,2,2,2\n"
        let said = try self.answers(
            self.header + good + "\"2,2,2,2,2,2,2,2,2\n" + "\"3\",3,3,3,3,3,3,3,3\n0,1,1,1,1,1,1,1,1\n")
        #expect(said.exitCode == 2 && said.lines.count == 3)
        #expect(said.lines[0].hasSuffix(#""error":"line 3: a quotation mark is not closed"}"#))
        // The element is called as the heading calls it.
        #expect(said.lines[1].hasSuffix(#""error":"line 5: u1: 0 is outside 1 to 4"}"#))
        #expect(said.lines[2].hasPrefix(#"{"respondents":2,"#) && said.lines[2].contains(#""ikm":62.50,"#))
    }
}
