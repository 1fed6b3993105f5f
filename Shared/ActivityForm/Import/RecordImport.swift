public import Contracts
import Foundation

/// Reads a record of the present national system (Romantik) as a draft.
///
/// Takes what is there and can be read, reports the rest, invents nothing. The record's shape: `facts.md` §3.3; its
/// form is JSON inside a string (an object is accepted too), two keys are misspelt at the source.
public struct RecordImport: Sendable {
    private let definition: FormDefinition
    private let regions: RegionNames

    /// The largest record file: 10 MiB.
    public static let largestFile = 10 * 1024 * 1024

    /// An import into the questionnaire `ms-keg`.
    public init(definition: FormDefinition, regions: RegionNames) {
        self.definition = definition
        self.regions = regions
    }

    /// Reads the file.
    ///
    /// - Throws: a ``Problem`` when the file is too large, not JSON, or not such a record, or when the form made from
    ///   it is larger than 200 KiB.
    public func read(_ file: [UInt8]) throws(Problem) -> ImportedRecord {
        guard file.count <= Self.largestFile else { throw .tooLarge(limit: "10 MiB untuk satu berkas catatan") }
        let record = try ContractJSON.decode(JSONValue.self, from: file)
        guard let members = record.object else { throw Self.notARecord }
        let form = try self.form(of: members)

        var reading = RecordReading()
        reading.readHeader(members)
        reading.readForm(form)

        // What does not fit its question after all must not enter the draft.
        let validation = AnswerValidation(definition: self.definition, regions: self.regions)
        var content = self.definition.empty
        content.answers = reading.answers
        for problem in validation.unreadable(in: content) {
            guard let number = self.definition.question(at: problem.field)?.number else { continue }
            content.answers[number] = nil
            let key = reading.taken[number] ?? number
            reading.taken[number] = nil
            reading.notTaken.append(ImportReport.Note(key: key, text: problem.message))
        }
        // What cannot be written cannot be kept either: it counts as too large.
        guard let size = try? ContractJSON.encode(content).count, size <= AnswerValidation.largestForm else {
            throw .tooLarge(limit: "200 KiB untuk isian formulir setelah diimpor")
        }
        let taken = self.definition.questions.compactMap { question -> ImportReport.Note? in
            guard content.answers[question.number] != nil, let key = reading.taken[question.number] else { return nil }
            return ImportReport.Note(key: key, text: question.heading)
        }
        return ImportedRecord(
            content: content,
            report: ImportReport(
                taken: taken, notTaken: reading.notTaken, lacking: validation.problems(in: content)))
    }

    private func form(of members: [String: JSONValue]) throws(Problem) -> [String: JSONValue] {
        switch members["form"] {
        case .object(let form): return form
        case .string(let text):
            // Whatever is wrong with the text, the remedy is the same.
            guard let form = (try? ContractJSON.decode(JSONValue.self, from: Array(text.utf8)))?.object else {
                throw .unreadable("Bagian \"form\" di dalam berkas tidak dapat dibaca sebagai JSON.")
            }
            return form
        default: throw Self.notARecord
        }
    }

    private static let notARecord = Problem.unreadable(
        "Berkas ini bukan catatan rekomendasi: bagian \"form\" tidak ada. Unduh kembali catatan dari sistem asalnya.")
}
