public import Contracts
import Foundation

/// Reads a record of the present national system for the checks.
///
/// Other than ``RecordImport``, which makes a draft of what it understands, this keeps what cannot be read and knows
/// which keys the record does not have: a rule must tell "empty" from "unreadable" from "not asked in that version".
public struct CheckedRecord: Sendable {
    private let definition: FormDefinition
    private let regions: RegionNames

    /// A reader into the questionnaire `ms-keg`.
    public init(definition: FormDefinition, regions: RegionNames) {
        self.definition = definition
        self.regions = regions
    }

    /// Reads the file.
    ///
    /// The day of submission is the record's `tgl_pengajuan` when that is a date; a sentence there (as in the sample)
    /// cannot be relied on.
    ///
    /// - Parameters:
    ///   - file: the record, JSON.
    ///   - submission: what is known of the day of submission from elsewhere; it goes before the record's own.
    /// - Throws: the ``Problem`` of ``RecordImport/read(_:)``.
    public func read(
        _ file: [UInt8], submission: CheckContext.Submission? = nil
    ) throws(Problem) -> CheckedForm {
        let imported = try RecordImport(definition: self.definition, regions: self.regions).read(file).content
        // Read once more for the keys: the import has already refused what is no record.
        var record = (try ContractJSON.decode(JSONValue.self, from: file)).object ?? [:]
        if let text = record["form"]?.string {
            record["form"] = try ContractJSON.decode(JSONValue.self, from: Array(text.utf8))
        }
        var reading = RecordOverlay(definition: self.definition, imported: imported)
        for field in CheckField.table { reading.take(field, from: .object(record)) }
        return CheckedForm(
            answers: reading.answers, lacking: reading.lacking, sources: reading.sources,
            isKindFromTitle: reading.isKindFromTitle, definition: self.definition, regions: self.regions,
            context: CheckContext(submission: submission ?? Self.submission(record["tgl_pengajuan"])))
    }

    /// The local day in Jakarta of a moment with a zone; the day itself of one without.
    private static func submission(_ value: JSONValue?) -> CheckContext.Submission {
        guard let text = value?.string else { return .unreliable }
        if text.hasSuffix("Z") {
            for hasFraction in [true, false] {
                // A text that is no moment is what the next lines are for.
                let style = Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)
                if let moment = try? style.parse(text) { return .on(Day(of: moment, offset: TimeZoneName.wib.offset)) }
            }
        }
        let day = String(text.prefix { $0 != " " && $0 != "T" })
        return Day(day).map { .on($0) } ?? .unreliable
    }
}

/// Lays what the record has over what the import made of it.
private struct RecordOverlay {
    let definition: FormDefinition
    let imported: FormContent
    var answers: [String: JSONValue] = [:]
    var lacking: Set<String> = []
    var sources: [String: String] = [:]
    var isKindFromTitle = false

    init(definition: FormDefinition, imported: FormContent) {
        self.definition = definition
        self.imported = imported
        self.sources[CheckField.submission] = "tgl_pengajuan"
    }

    mutating func take(_ field: CheckField, from record: JSONValue) {
        if field.form.hasPrefix("3.4/") { return self.takeColumn(field, from: record) }
        for path in field.record {
            guard let found = Self.find(path, in: record) else { continue }
            if found.isEmptyAnswer, self.isFilled(besides: path, of: field, in: record) { continue }
            self.sources[field.form] = path
            if let value = self.value(found, at: field.form) { self.set(value, at: field.form) }
            return
        }
        if field.form == "cara", let kind = self.imported.answers["cara"] {
            self.answers["cara"] = kind
            self.isKindFromTitle = true
            return
        }
        self.lacking.insert(field.form)
    }

    /// Whether the same place has another spelling of its key, with something in it.
    private func isFilled(besides path: String, of field: CheckField, in record: JSONValue) -> Bool {
        func parent(_ path: String) -> Substring { path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
        return field.record.contains { other in
            other != path && parent(other) == parent(path) && Self.find(other, in: record)?.isEmptyAnswer == false
        }
    }

    /// The rows stay as they are; a column that no row has is lacking, and so is a cell that a row does not have.
    private mutating func takeColumn(_ field: CheckField, from record: JSONValue) {
        let table = String(field.record[0].prefix { $0 != "*" }.dropLast())
        let key = String(field.form.dropFirst("3.4/".count))
        guard let rows = Self.find(table, in: record) else {
            self.lacking.insert(field.form)
            return
        }
        self.answers["3.4"] = rows
        self.sources["3.4"] = table
        let elements = rows.array ?? []
        let without = elements.indices.filter { elements[$0].object.map { $0[key] == nil } ?? true }
        if !elements.isEmpty, without.count == elements.count { self.lacking.insert(field.form) }
        self.lacking.formUnion(without.map { "3.4/\($0)/\(key)" })
    }

    /// Nothing for an empty field; what the import understood of a choice; else what stands there.
    private func value(_ found: JSONValue, at path: String) -> JSONValue? {
        if found.isEmptyAnswer { return nil }
        switch self.definition.kind(at: path) {
        case .choice, .choices, .period:
            if let understood = self.understood(path) { return understood }
            // Copies of MS-Keg number the types differently, so a number from elsewhere is no answer.
            if path == "4.3", let number = found.integer { return .string(String(number)) }
            // Boxes of which none is ticked: the question is answered, with nothing.
            if let boxes = found.object, boxes.values.allSatisfy({ $0 == .bool(false) || $0.isEmptyAnswer }) {
                return .array([])
            }
            return found
        // A list of which nothing is understood stays as it is: a code that exists may still stand in it.
        case .regions: return self.understood(path) ?? found
        default: return found
        }
    }

    private func understood(_ path: String) -> JSONValue? {
        let parts = path.split(separator: "/").map(String.init)
        let answer = self.imported.answers[parts[0]]
        return parts.count == 1 ? answer : answer?.object?[parts[1]]
    }

    private mutating func set(_ value: JSONValue, at path: String) {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count == 2 else {
            self.answers[path] = value
            return
        }
        var group = self.answers[parts[0]]?.object ?? [:]
        group[parts[1]] = value
        self.answers[parts[0]] = .object(group)
    }

    private static func find(_ path: String, in record: JSONValue) -> JSONValue? {
        path.split(separator: "/").reduce(Optional(record)) { value, key in value?.object?[String(key)] }
    }
}
