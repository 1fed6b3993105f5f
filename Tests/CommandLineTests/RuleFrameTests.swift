import ArgumentParser
import Contracts
import Foundation
import Testing

@testable import layak

/// Doubles whole numbers; stands for every rule that answers line by line.
private struct Doubling: RuleCommand {
    func answer(at desk: RuleDesk) throws {
        desk.answerEachLine { line in
            guard let number = Int(line) else { throw RuleFault("is not a whole number") }
            return ["from": .string(line), "twice": .integer(2 * number)]
        }
    }
}

@Suite("Rules on the command line")
struct RuleFrameTests {
    @Test("A bad line is answered with its error, the rest go on, and the exit code is 2")
    func badLine() throws {
        let said = try Doubling().answers(to: "1\nzwei\n3\n")
        #expect(
            said.lines == [
                #"{"from":"1","twice":2}"#, #"{"from":"zwei","error":"is not a whole number"}"#,
                #"{"from":"3","twice":6}"#,
            ])
        #expect(said.exitCode == 2)
    }

    @Test("Without a bad line the exit code is 0; blank lines, CR LF and a missing last line break do not matter")
    func goodLines() throws {
        let said = try Doubling().answers(to: "1\r\n\n  \n2")
        #expect(said.lines == [#"{"from":"1","twice":2}"#, #"{"from":"2","twice":4}"#])
        #expect(said.exitCode == 0)
        #expect(try Doubling().answers().lines.isEmpty)
    }

    @Test("The number of a bad line is an editor's: lines that are passed over or refused count")
    func lineNumbers() throws {
        var lines = InputLines(Data([0xFF, 0x0D, 0x0A, 0x0A, 0x37]))
        var numbers: [Int] = []
        while lines.next() != nil { numbers.append(lines.number) }
        #expect(numbers == [1, 3])
    }

    @Test("The byte order mark with which a spreadsheet begins a file is no part of its first line")
    func byteOrderMark() throws {
        #expect(Array(InputLines(Data("\u{FEFF}1\n\u{FEFF}2\n".utf8))) == [.text("1"), .text("\u{FEFF}2")])
        #expect(Array(InputLines(Data("\u{FEFF}\n1".utf8))) == [.text("1")])
    }

    @Test("A line that is too long or not UTF-8 is refused with its beginning, and the next one is read")
    func unreadableLines() {
        var data = Data(repeating: 0x39, count: InputLines.longestLine + 1) + Data("\n".utf8)
        data += Data([0xFF, 0xFE, 0x0A]) + Data("7\n".utf8)
        let lines = Array(InputLines(data))
        #expect(lines.count == 3)
        guard case .refused(let beginning, let fault) = lines[0] else { return #expect(Bool(false), "\(lines[0])") }
        #expect(beginning == String(repeating: "9", count: RuleDesk.longestEcho))
        #expect("\(fault)" == "the line is longer than 1048576 bytes")
        #expect(lines[1] == .refused("\u{FFFD}\u{FFFD}", RuleFault("the line is not UTF-8")))
        #expect(lines[2] == .text("7"))
        let longest = Data(repeating: 0x39, count: InputLines.longestLine) + Data("\r\n".utf8)
        #expect(Array(InputLines(longest)) == [.text(String(repeating: "9", count: InputLines.longestLine))])
    }

    @Test("Lines that come in pieces are the same lines")
    func pieces() throws {
        let pipe = Pipe()
        for piece in ["1", "2\n3", "4\r", "\n"] { pipe.fileHandleForWriting.write(Data(piece.utf8)) }
        try pipe.fileHandleForWriting.close()
        #expect(Array(InputLines(reading: pipe.fileHandleForReading)) == [.text("12"), .text("34")])
    }

    @Test("Members stay in their order, text is escaped, decimals are exact")
    func jsonLine() throws {
        let line: JSONLine = [
            "z": 1, "a": "garis\n\"kutip\" /", "d": .decimal(7605, places: 2), "e": .decimal(-5, places: 2), "n": nil,
            "t": true, "l": [1, "x"], "o": .object(["k": 2]), "j": .json(.object(["b": .integer(1), "a": .null])),
        ]
        #expect(
            line.description
                == #"{"z":1,"a":"garis\n\"kutip\" /","d":76.05,"e":-0.05,"n":null,"t":true,"l":[1,"x"],"o":{"k":2},"j":{"a":null,"b":1}}"#
        )
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.description.utf8)) }
    }

    @Test("A file that is not there, is a folder, is too large, is empty or is not UTF-8 says so")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "layak-rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // left behind, it harms nobody
        func path(_ name: String, _ data: Data) throws -> String {
            let file = folder.appending(path: name)
            try data.write(to: file)
            return file.path
        }
        func fault(_ path: String) -> String? {
            do throws(RuleFault) {
                _ = try RuleFile.text(path)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(fault(folder.appending(path: "none").path) == "there is no such file")
        #expect(fault(folder.path) == "is a folder, not a file")
        #expect(fault(try path("large", Data(count: RuleFile.largest + 1))) == "is larger than 10485760 bytes")
        #expect(fault(try path("binary", Data([0xFF]))) == "is not UTF-8")
        #expect(fault(try path("none", Data())) == "is empty")
        #expect(fault(try path("blank", Data("\u{FEFF} \r\n\n".utf8))) == "is empty")
        for wide in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
            let data = try #require("u1,u2".data(using: wide))
            #expect(fault(try path("wide", data))?.hasPrefix("is UTF-16; save it as UTF-8") == true)
        }
        #expect(fault(try path("full", Data(count: RuleFile.largest))) == nil)
    }

    @Test("A bad line is repeated no further than people read")
    func echo() throws {
        let said = try Doubling().answers(to: String(repeating: "x", count: 500))
        #expect(said.lines[0].hasPrefix(#"{"from":"\#(String(repeating: "x", count: 200))…","error""#))
    }
}
