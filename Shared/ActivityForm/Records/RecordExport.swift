public import Contracts

/// Writes a form as a record of the present national system (Romantik): the same keys as the real record, misspelt ones and
/// all, the form as JSON inside a string.
///
/// What ``RecordImport`` reads from it is the same form again. What the real record has no key for is written under inferred
/// keys, which the module's README names.
public struct RecordExport: Sendable {
    private let definition: FormDefinition
    private let regions: RegionNames

    /// An export from a version of the questionnaire `ms-keg`.
    public init(definition: FormDefinition, regions: RegionNames) {
        self.definition = definition
        self.regions = regions
    }

    /// Writes the record.
    ///
    /// - Parameters:
    ///   - content: the form, finished or not, in the version of this export.
    ///   - files: the names of the files that belong to it; the bytes do not travel in a record.
    /// - Throws: `EncodingError` for what cannot be written as JSON.
    public func write(_ content: FormContent, files: [String] = []) throws -> ExportedRecord {
        let writing = RecordWriting(regions: self.regions)
        var form: [String: JSONValue] = ["blok": .array(RecordMap.order.map(JSONValue.string))]
        for block in RecordMap.blocks {
            let numbers = block.entries.flatMap(\.numbers)
            guard block.always || numbers.contains(where: { content.answers[$0]?.isEmptyAnswer == false }) else {
                continue
            }
            let members = writing.members(of: block, content.answers)
            if block.key.isEmpty { form.merge(members) { _, new in new } } else { form[block.key] = .object(members) }
        }
        form["blok_ix"] = .object(["file_berkas_pendukung": .array(files.map(JSONValue.string))])

        func line(_ number: String) -> JSONValue {
            guard let text = content.answers[number]?.string else { return .string("") }
            return .string(RecordText.write(text, oneLine: true))
        }
        let record = JSONValue.object([
            "nama_kegiatan": line("judul"), "tahun_kegiatan": content.answers["tahun"] ?? .null,
            "instansi": line("1.1"),
            "form": .string(String(decoding: try ContractJSON.encode(JSONValue.object(form)), as: UTF8.self)),
        ])
        let json = try ContractJSON.encode(record)

        // What was written is read again: so the account is not what should have been written, but what is there.
        let read = try RecordImport(definition: self.definition, regions: self.regions).read(record)
        let lost = FormDifference(
            from: content, by: self.definition, to: read.content, by: self.definition, regions: self.regions)
        return ExportedRecord(json: json, notWritten: lost.questions)
    }
}

/// A form as a record of the present national system.
public struct ExportedRecord: Hashable, Sendable {
    /// The file's content, UTF-8.
    public let json: [UInt8]
    /// Answers that the record cannot hold, as they would be after reading it again; usually empty.
    public let notWritten: [QuestionDifference]
}
