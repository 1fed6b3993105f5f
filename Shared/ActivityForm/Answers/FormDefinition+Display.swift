public import Contracts

extension FormDefinition {
    /// An answer as people read it, line by line: for the preview, the officers and the letter.
    ///
    /// A value that does not fit its question is shown as it is, cut to 200 characters, so that nothing disappears.
    public func display(_ answer: JSONValue, of question: Question, regions: RegionNames) -> [String] {
        AnswerText(regions: regions).lines(answer, question.kind)
    }

    /// The numbers of the questions whose answers differ between two rounds, in the order of the form.
    public func changes(from old: FormContent, to new: FormContent) -> [String] {
        self.questions.map(\.number).filter { old.answers[$0] != new.answers[$0] }
    }
}

/// Turns values into lines of Indonesian text.
struct AnswerText {
    let regions: RegionNames

    func lines(_ value: JSONValue, _ kind: AnswerKind) -> [String] {
        if value.isEmptyAnswer { return [] }
        switch (kind, value) {
        case (.text, .string(let text)), (.email, .string(let text)), (.longText, .string(let text)):
            return text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        case (.integer, .integer(let number)):
            return [String(number)]
        case (.date, .string(let text)):
            return [Day(text).map(IndonesianDate.text) ?? text]
        case (.period, .object(let parts)):
            let ends = ["awal", "akhir"].map { key -> String in
                parts[key].map { self.lines($0, .date).joined() } ?? "…"
            }
            return [ends[0] == ends[1] ? ends[0] : ends.joined(separator: " – ")]
        case (.choice(let options), .integer(let code)):
            return [options.first { $0.code == code }?.label ?? String(code)]
        case (.choices(let options), .array(let codes)):
            return codes.map { code in
                options.first { $0.code == code.integer }?.label ?? self.raw(code)
            }
        case (.group(let fields), .object(let parts)):
            return fields.flatMap { field -> [String] in
                guard let part = parts[field.key] else { return [] }
                let lines = self.lines(part, field.kind)
                return lines.isEmpty ? [] : ["\(field.label): \(lines.joined(separator: ", "))"]
            }
        case (.rows(let fields, _, _), .array(let rows)):
            return rows.enumerated().map { index, row in
                let cells = fields.compactMap { field -> String? in
                    guard let part = row.object?[field.key] else { return nil }
                    let text = self.lines(part, field.kind).joined(separator: " ")
                    return text.isEmpty ? nil : "\(field.label): \(text)"
                }
                return "\(index + 1). \(cells.joined(separator: "; "))"
            }
        case (.regions, .array(let codes)):
            return codes.map { code in
                guard let text = code.string else { return self.raw(code) }
                return self.regions.name(of: text).map { "\($0) (\(text))" } ?? text
            }
        default:
            return [self.raw(value)]
        }
    }

    private func raw(_ value: JSONValue) -> String { String(value.description.prefix(200)) }
}
