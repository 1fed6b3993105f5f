public import Contracts

/// A form as the codes of MS-Keg, as JSON: for programs that keep what the printed questionnaire keeps.
///
/// ```json
/// {"formulir": "ms-keg", "versi": 1, "isian": {"judul": "…", "cara": 3, "4.6": 24, "4.6.lainnya": "…"}}
/// ```
///
/// Each question stands under its printed number. Where the questionnaire prints one sum for several options
/// (`facts.md` §3.2: 4.6, 4.7, 4.8, 6.2, 7.3, 7.4), the answer is that sum; 0 says that none is chosen. Everything else is
/// as ``FormContent`` holds it: text, whole number, code of an option, `yyyy-mm-dd`, an object for fields, an array of
/// objects for rows, an array of BPS codes for regions.
public struct CodeSheet: Sendable {
    private let catalogue: FormCatalogue
    private let regions: RegionNames

    /// Sheets of every version of one questionnaire.
    public init(catalogue: FormCatalogue, regions: RegionNames) {
        self.catalogue = catalogue
        self.regions = regions
    }

    // MARK: - Writing

    /// The sheet of a form.
    ///
    /// - Throws: a ``Problem`` that names each answer that is no answer to its question; nothing is written then.
    public func write(_ content: FormContent) throws -> [UInt8] {
        guard let definition = self.catalogue.definition(of: content) else {
            throw self.unknown(id: content.definition)
        }
        let validation = AnswerValidation(definition: definition, regions: self.regions)
        let problems = validation.unreadable(in: content)
        guard problems.isEmpty else { throw Problem.invalid(problems) }
        var answers: [String: JSONValue] = [:]
        for (number, answer) in content.answers where !answer.isEmptyAnswer {
            if case .choices = definition.question(number)?.kind {
                answers[number] = .integer((answer.array ?? []).compactMap(\.integer).reduce(0, +))
            } else {
                answers[number] = answer
            }
        }
        return try ContractJSON.encode(
            JSONValue.object([
                "formulir": .string(content.definition), "versi": .integer(content.version), "isian": .object(answers),
            ]))
    }

    // MARK: - Reading

    /// Reads a sheet.
    ///
    /// - Throws: a ``Problem`` when the file is too large, not JSON, not such a sheet, or of an unknown version, and one
    ///   that names every value at fault with its place (`isian/6.6/supervisor`): either all is read, or nothing.
    public func read(_ file: [UInt8]) throws(Problem) -> ImportedRecord {
        guard file.count <= RecordImport.largestFile else { throw .tooLarge(limit: "10 MiB untuk satu berkas catatan") }
        return try self.read(try ContractJSON.decode(JSONValue.self, from: file))
    }

    func read(_ sheet: JSONValue) throws(Problem) -> ImportedRecord {
        guard let members = sheet.object, let entries = members["isian"]?.object else { throw Self.notASheet }
        var problems = members.keys.filter { !["formulir", "versi", "isian"].contains($0) }.sorted().map { key in
            FieldProblem(
                field: String(key.prefix(60)), code: "unknown",
                message: "Bagian ini tidak ada di dalam lembar kode. Hapus, atau periksa namanya.")
        }
        guard let id = members["formulir"]?.string, let version = members["versi"]?.integer,
            let definition = self.catalogue.definition(id: id, version: version)
        else { throw self.unknown(id: members["formulir"]?.string) }

        var content = definition.empty
        for (number, value) in entries where !value.isEmptyAnswer {
            if case .choices(let options) = definition.question(number)?.kind {
                guard let codes = Self.codes(in: value, options) else {
                    problems.append(self.notASum(number, definition, options))
                    continue
                }
                content.answers[number] = codes.isEmpty ? nil : .array(codes.map(JSONValue.integer))
            } else {
                content.answers[number] = value
            }
        }
        let validation = AnswerValidation(definition: definition, regions: self.regions)
        problems += validation.unreadableAnywhere(in: content)
        guard problems.isEmpty else {
            throw .invalid(
                problems.sorted { $0.field < $1.field }.map { problem in
                    var placed = problem
                    // The place says it already.
                    if problem.message.hasPrefix("\(problem.field): ") {
                        placed.message.removeFirst(problem.field.count + 2)
                    }
                    if definition.question(at: problem.field) != nil || entries[problem.field] != nil {
                        placed.field = "isian/\(problem.field)"
                    }
                    return placed
                }, detail: "Tidak ada yang diimpor. Perbaiki bagian yang disebut di dalam berkas, lalu impor lagi.")
        }
        // What cannot be written cannot be kept either: it counts as too large.
        guard let size = try? ContractJSON.encode(content).count, size <= AnswerValidation.largestForm else {
            throw .tooLarge(limit: "200 KiB untuk isian formulir setelah diimpor")
        }
        let taken = definition.questions.filter { content.answers[$0.number] != nil }
            .map { ImportReport.Note(key: "isian/\($0.number)", text: $0.heading) }
        return ImportedRecord(
            content: content,
            report: ImportReport(taken: taken, notTaken: [], lacking: validation.problems(in: content)))
    }

    /// The codes whose sum this is; `nil` when no options have it.
    private static func codes(in value: JSONValue, _ options: [AnswerKind.Option]) -> [Int]? {
        guard let sum = value.integer, sum >= 0 else { return nil }
        let codes = options.map(\.code).filter { sum & $0 != 0 }.sorted()
        return codes.reduce(0, +) == sum ? codes : nil
    }

    private func notASum(_ number: String, _ definition: FormDefinition, _ options: [AnswerKind.Option]) -> FieldProblem
    {
        let name = definition.question(number)?.name ?? number
        let codes = options.map { String($0.code) }.joined(separator: ", ")
        let most = options.map(\.code).reduce(0, +)
        return FieldProblem(
            field: number, code: "not-a-sum",
            message: "\(name): Ini bukan jumlah kode pilihan. "
                + "Isikan jumlah dari kode-kode \(codes) yang dipilih, yaitu bilangan bulat 0 sampai \(most).")
    }

    /// Of the two that name a questionnaire, the one that is at fault.
    private func unknown(id: String?) -> Problem {
        let newest = self.catalogue.newest
        let versions = newest.version == 1 ? "versi 1" : "versi 1 sampai \(newest.version)"
        return .invalid([
            id == newest.id
                ? FieldProblem(
                    field: "versi", code: "unknown",
                    message: "Versi ini tidak ada pada formulir \(newest.id). Gunakan \(versions).")
                : FieldProblem(
                    field: "formulir", code: "unknown",
                    message: "Formulir ini tidak dikenal. Gunakan \(newest.id) \(versions).")
        ])
    }

    private static let notASheet = Problem.unreadable(
        "Berkas ini bukan lembar kode MS-Keg: bagian \"isian\" tidak ada, atau bukan objek.")
}
