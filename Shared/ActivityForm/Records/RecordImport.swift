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
        return try self.read(try ContractJSON.decode(JSONValue.self, from: file))
    }

    func read(_ record: JSONValue) throws(Problem) -> ImportedRecord {
        guard let members = record.object else { throw Self.notARecord }
        let form = try self.form(of: members)

        var reading = RecordReading(definition: self.definition, regions: self.regions)
        reading.readHeader(members, form: form)
        reading.readForm(form)

        // What does not fit its question after all must not enter the draft; what stands beside it must.
        let validation = AnswerValidation(definition: self.definition, regions: self.regions)
        var content = self.definition.empty
        content.answers = reading.answers.filter { self.definition.knows($0.key) }
        for (number, answer) in reading.answers where !self.definition.knows(number) {
            let text = String(answer.description.prefix(200))
            reading.leave(
                reading.taken[number] ?? number,
                "\(number): Versi \(self.definition.version) formulir tidak menanyakan ini. Isian di dalam catatan: \(text)"
            )
        }
        let removed = AnswerPruning.prune(&content, by: validation)
        for question in self.definition.questions {
            for part in removed[question.number] ?? [] {
                reading.leave(reading.taken[question.number] ?? question.number, part.message)
            }
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
            // Whatever is wrong with the text, the remedy is the same: it is not for a person to mend.
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
