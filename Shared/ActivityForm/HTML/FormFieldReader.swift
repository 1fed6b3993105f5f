import Contracts

/// Maps the fields of an HTML form to answers.
///
/// A field's name is the path that problems use: `judul`, `1.2/alamat`, `3.3/desain/awal`, `3.4/0/nama`, `4.5`
/// (repeated). A date comes as one value (`2026-08-17`, or `17/08/2026`, `17-8-2026` as people write it) or as three:
/// `…/tanggal`, `…/bulan`, `…/tahun`.
public struct FormFieldReader: Sendable {
    private let definition: FormDefinition

    /// A reader for one definition.
    public init(definition: FormDefinition) { self.definition = definition }

    /// Reads the answers to `questions` from the fields of a page.
    public func read(_ questions: [Question], from fields: [String: [String]]) -> FormReading {
        var reading = FormReading(answers: [:], problems: [], rejected: [:])
        for question in questions {
            let value = self.value(
                question.kind, at: question.number, called: question.name, in: fields, into: &reading)
            if let value, !value.isEmptyAnswer { reading.answers[question.number] = value }
        }
        return reading
    }

    private func value(
        _ kind: AnswerKind, at path: String, called label: String, in fields: [String: [String]],
        into reading: inout FormReading
    ) -> JSONValue? {
        func rejected(_ text: String, _ fault: AnswerFault) -> JSONValue? {
            reading.problems.append(fault.problem(at: path, called: label))
            reading.rejected[path] = String(text.prefix(500))
            return nil
        }
        let text = Self.cleaned(fields[path]?.first ?? "")
        switch kind {
        case .text(let max), .email(let max), .longText(let max):
            if text.isEmpty { return nil }
            var text = text
            if case .longText = kind {} else { text = text.replacing("\n", with: " ") }
            guard text.count <= max else {
                reading.problems.append(AnswerFault.tooLong(max: max).problem(at: path, called: label))
                reading.rejected[path] = text
                return nil
            }
            if case .email = kind, !EmailShape.fits(text) {
                return rejected(text, .notAnEmail)
            }
            return .string(text)
        case .integer(let min, let max):
            if text.isEmpty { return nil }
            guard let number = Int(text) else { return rejected(text, .notAnInteger) }
            guard (min...max).contains(number) else { return rejected(text, .outOfRange(min: min, max: max)) }
            return .integer(number)
        case .date:
            guard let text = DateFields.text(at: path, in: fields) else { return nil }
            guard let day = DateFields.day(text) else {
                return rejected(text, .notADate)
            }
            return .string(day.description)
        case .period:
            var parts: [String: JSONValue] = [:]
            for (key, name) in [("awal", "tanggal awal"), ("akhir", "tanggal akhir")] {
                parts[key] = self.value(
                    .date, at: "\(path)/\(key)", called: "\(label), \(name)", in: fields, into: &reading)
            }
            return parts.isEmpty ? nil : .object(parts)
        case .choice(let options):
            if text.isEmpty { return nil }
            guard let code = Int(text), options.contains(where: { $0.code == code }) else {
                return rejected(text, .unknownOption)
            }
            return .integer(code)
        case .choices(let options):
            let texts = (fields[path] ?? []).filter { !$0.isEmpty }
            var codes: Set<Int> = []
            for text in texts {
                guard let code = Int(text), options.contains(where: { $0.code == code }) else {
                    return rejected(text, .unknownOptions)
                }
                codes.insert(code)
            }
            return codes.isEmpty ? nil : .array(codes.sorted().map(JSONValue.integer))
        case .regions:
            let codes = Set((fields[path] ?? []).filter { !$0.isEmpty })
            for code in codes where UnitCode(code) == nil || code == UnitCode.headquarters.text {
                return rejected(code, .unknownRegion)
            }
            return codes.isEmpty ? nil : .array(codes.sorted().map(JSONValue.string))
        case .group(let parts):
            var members: [String: JSONValue] = [:]
            for part in parts {
                members[part.key] = self.value(
                    part.kind, at: "\(path)/\(part.key)", called: "\(label), \(part.label)", in: fields, into: &reading)
            }
            return members.isEmpty ? nil : .object(members)
        case .rows(let columns, _, let max):
            return self.rows(columns, max: max, at: path, called: label, in: fields, into: &reading)
        }
    }

    private func rows(
        _ columns: [FormField], max: Int, at path: String, called label: String, in fields: [String: [String]],
        into reading: inout FormReading
    ) -> JSONValue? {
        var rows: [JSONValue] = []
        for index in self.indices(of: path, in: fields, max: max) {
            var members: [String: JSONValue] = [:]
            // Empty rows fall out, so a problem names the row where it will stand when shown again.
            for column in columns {
                members[column.key] = self.value(
                    column.kind, at: "\(path)/\(index)/\(column.key)",
                    called: "\(label), baris \(index + 1), \(column.label)", in: fields, into: &reading)
            }
            if !members.isEmpty { rows.append(.object(members)) }
        }
        return rows.isEmpty ? nil : .array(rows)
    }

    private func indices(of path: String, in fields: [String: [String]], max: Int) -> [Int] {
        let prefix = path + "/"
        let found = fields.keys.compactMap { name -> Int? in
            guard name.hasPrefix(prefix) else { return nil }
            return Int(name.dropFirst(prefix.count).prefix { $0 != "/" })
        }
        return Set(found.filter { (0..<max).contains($0) }).sorted()
    }

    /// Browsers send CR LF; blanks at the ends are slips.
    static func cleaned(_ text: String) -> String {
        var kept = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        kept.unicodeScalars.removeAll { $0.value < 32 && $0 != "\n" && $0 != "\t" }
        while let first = kept.first, first.isWhitespace { kept.removeFirst() }
        while let last = kept.last, last.isWhitespace { kept.removeLast() }
        return kept
    }
}
