import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import layak

@Suite("layak check")
struct CheckCommandTests {
    private static let record = NationalRecord.file.path

    private struct Line: Decodable {
        struct Evidence: Decodable {
            let path: String
            let source: String?
            let label: String
            let value: String?
            let note: String?
        }
        let rule: String
        let outcome: String
        let severity: String
        let evidence: [Evidence]
        let message: String
    }

    private func run(_ arguments: String...) throws -> (lines: [String], exitCode: Int32) {
        try CheckCommand.parse(arguments).answers()
    }

    @Test("The real record is answered with one line for each of the 40 rules")
    func record() throws {
        let said = try self.run(Self.record)
        #expect(said.exitCode == 0)
        let lines = try said.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(lines.count == 40)
        #expect(
            lines.filter { $0.outcome == "violation" }.map(\.rule) == [
                "R-II-02", "R-III-05A", "R-III-10", "R-VI-02", "R-VI-05",
            ])
        #expect(
            said.lines.first { $0.contains("R-II-02") }
                == #"{"rule":"R-II-02","outcome":"violation","severity":"error","evidence":[{"path":"2.2/telepon","source":"form/blok_ii/penanggung_jawab_teknis/telepon","label":"2.2 Penanggung jawab teknis (setingkat eselon 3), Telepon","value":null,"note":"belum diisi"}],"message":"Data penanggung jawab teknis belum lengkap."}"#
        )
        // The rule's own message is said of nothing but a violation.
        #expect(lines.first { $0.rule == "R-I-01" }?.message == "Sesuai.")
    }

    @Test("A form in another shape is judged as the record that it was made from, where both say the same")
    func otherShapes() throws {
        let imported = try FormImportCommand.parse([Self.record]).answers().lines[0]
        let sheet = try FormExportCommand.parse(["--as", "codes", Self.record]).answers().lines[0]
        let file = FileManager.default.temporaryDirectory.appending(path: "layak-check-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }  // left behind, it harms nobody
        for form in [imported, sheet] {
            try Data(form.utf8).write(to: file)
            let said = try self.run(file.path)
            let lines = try said.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            #expect(said.exitCode == 0 && lines.count == 40)
            #expect(
                lines.filter { $0.outcome == "violation" }.map(\.rule) == [
                    "R-II-02", "R-III-05A", "R-III-10", "R-VI-02", "R-VI-05",
                ])
        }
    }

    @Test("A day of submission that is known from elsewhere is used")
    func submitted() throws {
        func outcome(_ lines: [String]) -> Bool {
            lines.contains { $0.hasPrefix(#"{"rule":"R-III-04","outcome":"pass""#) }
        }
        #expect(try !outcome(self.run(Self.record).lines))
        #expect(try outcome(self.run("--submitted", "2025-08-26", Self.record).lines))
        let faults = ["26-08-2025": "a date is written yyyy-mm-dd", "2026-02-30": "there is no day 2026-02-30"]
        for (day, reason) in faults {
            #expect { try CheckCommand.parse(["--submitted", day, Self.record]) } throws: {
                CheckCommand.exitCode(for: $0).rawValue == 64 && CheckCommand.fullMessage(for: $0).contains(reason)
            }
        }
    }

    @Test("A file that is not there, or is no record, is answered with its error and exit code 2")
    func refused() throws {
        let none = try self.run("/nowhere/record.json")
        #expect(none.lines == [#"{"from":"/nowhere/record.json","error":"there is no such file"}"#])
        #expect(none.exitCode == 2)
        let file = FileManager.default.temporaryDirectory.appending(path: "layak-check-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }  // left behind, it harms nobody
        try Data("{}".utf8).write(to: file)
        let wrong = try self.run(file.path)
        #expect(wrong.exitCode == 2)
        #expect(wrong.lines.count == 1)
        #expect(wrong.lines[0].contains("bukan catatan rekomendasi"))
        // Who reads JSON does not say where such a number stands, so no part is spoken of as named.
        try Data(#"{"form":{},"tahun_kegiatan":1e400}"#.utf8).write(to: file)
        let number = try self.run(file.path)
        #expect(number.exitCode == 2)
        #expect(number.lines[0].contains(#""error":"Jenis isian tidak sesuai."#))
    }
}
