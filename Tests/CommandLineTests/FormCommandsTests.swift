import ArgumentParser
import Contracts
import Foundation
import TestSupport
import Testing

@testable import layak

@Suite("Forms on the command line")
struct FormCommandsTests {
    private static let record = NationalRecord.file.path

    /// Runs with files of these contents, which are gone afterwards; `$0` … in the arguments are their paths.
    private static func run<Command: RuleCommand>(
        _ command: Command.Type, _ arguments: [String], files: [String] = []
    ) throws -> (lines: [String], exitCode: Int32) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "layak-form-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // left behind, it harms nobody
        var arguments = arguments
        for (index, text) in files.enumerated() {
            let file = folder.appending(path: "\(index).json")
            try Data(text.utf8).write(to: file)
            arguments = arguments.map { $0 == "$\(index)" ? file.path : $0 }
        }
        return try command.parse(arguments).answers()
    }

    private static func value(_ line: String) throws -> [String: JSONValue] {
        try #require(ContractJSON.decode(JSONValue.self, from: Array(line.utf8)).object)
    }

    @Test("A record is imported with an account; a file that cannot be read is answered, and the next one is read")
    func imports() throws {
        let said = try Self.run(FormImportCommand.self, ["$0", "nirgends.json", Self.record], files: [#"{"x":1}"#])
        #expect(said.exitCode == 2)
        #expect(said.lines.count == 3)
        #expect(said.lines[0].contains(#"\"isian\" tidak ada"#))
        #expect(said.lines[1] == #"{"from":"nirgends.json","error":"there is no such file"}"#)
        let line = try Self.value(said.lines[2])
        #expect(line["form"]?.object?["answers"]?.object?["tahun"] == .integer(2026))
        #expect(line["lacking"]?.array?.first?.object?["field"] == .string("sektor"))
        #expect(line["notTaken"]?.array?.isEmpty == false)
    }

    @Test("Out as a record or as codes and in again, a form differs in nothing")
    func roundTrip() throws {
        let imported = try Self.run(FormImportCommand.self, [Self.record]).lines[0]
        for shape in ["record", "codes"] {
            let exported = try Self.run(FormExportCommand.self, ["--as", shape, "$0"], files: [imported])
            #expect(exported.exitCode == 0 && exported.lines.count == 1)
            let difference = try Self.run(
                FormDifferenceCommand.self, ["$0", "$1"], files: [imported, exported.lines[0]])
            #expect(difference.lines == [] && difference.exitCode == 0)
        }
    }

    @Test("A difference is one line for each question")
    func difference() throws {
        let before = #"{"definition":"ms-keg","version":1,"answers":{"judul":"A","4.6":[8],"6.3":1}}"#
        let after = #"{"formulir":"ms-keg","versi":1,"isian":{"judul":"A","4.6":9,"6.3":2}}"#
        let said = try Self.run(FormDifferenceCommand.self, ["$0", "$1"], files: [before, after])
        #expect(
            said.lines == [
                #"{"question":"4.6","heading":"4.6 Metode pengumpulan data","change":"changed","parts":[{"path":"4.6","label":"Ditambahkan","change":"added","before":[],"after":["Wawancara"]}]}"#,
                #"{"question":"6.3","heading":"6.3 Apakah melakukan penyesuaian nonrespon?","change":"changed","parts":[{"path":"6.3","label":null,"change":"changed","before":["Ya"],"after":["Tidak"]}]}"#,
            ])
        let missing = try Self.run(FormDifferenceCommand.self, ["$0", "nirgends.json"], files: [before])
        #expect(missing.lines.count == 1 && missing.exitCode == 2)
    }

    @Test("A value at fault is named with its place, question, reason and remedy")
    func faults() throws {
        let sheet = #"{"formulir":"ms-keg","versi":1,"isian":{"6.6":{"supervisor":"4 orang"}}}"#
        let said = try Self.run(FormImportCommand.self, ["$0"], files: [sheet])
        #expect(said.exitCode == 2)
        #expect(said.lines[0].contains("isian/6.6/supervisor: 6.6 Jumlah petugas, Supervisor"))
        let number = #"{"formulir":"ms-keg","versi":1,"isian":{"9.9":1}}"#
        #expect(
            try Self.run(FormImportCommand.self, ["$0"], files: [number]).lines[0].contains(
                " isian/9.9: Pertanyaan ini tidak ada"))
        let empty = try Self.run(FormImportCommand.self, ["$0"], files: [""])
        #expect(empty.exitCode == 2 && empty.lines[0].hasSuffix(#""error":"is empty"}"#))
        let unknown = #"{"definition":"ms-keg","version":7,"answers":{}}"#
        #expect(
            try Self.run(FormExportCommand.self, ["$0"], files: [unknown]).lines[0].contains("no such questionnaire"))
    }

    @Test("What a record cannot hold is named beside it")
    func notWritten() throws {
        let form = #"{"definition":"ms-keg","version":1,"answers":{"judul":"A","6.3":7}}"#
        let said = try Self.run(FormExportCommand.self, ["$0"], files: [form])
        #expect(said.exitCode == 2 && said.lines.count == 2)
        #expect(
            said.lines[1].contains("6.3 Apakah melakukan penyesuaian nonrespon?: the record cannot hold this answer"))
    }

    @Test("Every command of the form has help with an example")
    func help() {
        for command in [
            FormImportCommand.helpMessage(), FormExportCommand.helpMessage(), FormDifferenceCommand.helpMessage(),
        ] {
            #expect(command.contains("layak form "))
        }
    }
}
