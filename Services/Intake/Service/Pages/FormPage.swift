import ActivityForm
import Contracts
import Standards
import Web

/// Builds the controls of a form's page from the definition.
struct FormPage {
    let definition: FormDefinition
    let units: UnitDirectory
    let texts: @Sendable (String) -> String
    /// What stands in the fields, by their path.
    var values: [String: [String]]
    /// What is wrong, by the field's path.
    var errors: [String: String]
    /// What officers said, by question number.
    var remarks: [String: [String]]
    /// What the mechanical checks found in the saved draft; `nil` shows none.
    var findings: DraftFindings?
    /// Empty rows to offer at the end of a table.
    var emptyRows = 0
    /// The province whose regions are offered.
    var province: UnitCode?

    /// The items of a block, in order.
    func items(of block: FormBlock) -> [FormItem] {
        block.questions.map { question in
            var item = FormItem(remarks: (self.remarks[question.number] ?? []).map { TextLine($0) })
            item.findings = self.findings?.beside(question, self.definition) ?? []
            let hint = [ConditionWords(definition: self.definition).sentence(question.condition), question.help]
                .compactMap { $0 }.joined(separator: " ")
            switch question.kind {
            case .group(let fields):
                item.group = self.group(question, hint, fields.map { self.part($0, in: question) }, adds: false)
            case .rows(let columns, _, let max):
                item.group = self.group(question, hint, self.rows(columns, of: question, max: max), adds: true)
            case .regions:
                item.regions = self.picker(question, hint)
            default:
                item.field = self.field(
                    question.kind, at: question.number, question.heading,
                    required: question.required && question.condition == nil, hint: hint)
            }
            return item
        }
    }

    private func group(_ question: Question, _ hint: String, _ parts: [FormPart], adds: Bool) -> FormGroup {
        FormGroup(
            id: Field.id(of: question.number), legend: question.heading, hint: hint.isEmpty ? nil : hint,
            error: self.errors[question.number], parts: parts, adds: adds)
    }

    private func part(_ field: FormField, in question: Question) -> FormPart {
        let path = "\(question.number)/\(field.key)"
        guard case .period = field.kind else {
            let hint = field.condition.flatMap { ConditionWords(definition: self.definition).sentence($0) }
            return FormPart(
                fields: [
                    self.field(
                        field.kind, at: path, field.label, required: field.required && field.condition == nil,
                        hint: hint ?? "")
                ])
        }
        return FormPart(
            id: Field.id(of: path), legend: field.label, error: self.errors[path],
            fields: [
                self.field(.date, at: "\(path)/awal", self.texts("intake.block.first-day"), required: field.required),
                self.field(.date, at: "\(path)/akhir", self.texts("intake.block.last-day"), required: field.required),
            ])
    }

    private func rows(_ columns: [FormField], of question: Question, max: Int) -> [FormPart] {
        let prefix = question.number + "/"
        let indices = self.values.keys.compactMap { path -> Int? in
            path.hasPrefix(prefix) ? Int(path.dropFirst(prefix.count).prefix { $0 != "/" }) : nil
        }
        let filled = (indices.max() ?? -1) + 1
        let shown = min(max, Swift.max(1, filled + self.emptyRows))
        return (0..<shown).map { index in
            let path = "\(question.number)/\(index)"
            return FormPart(
                id: Field.id(of: path), legend: "\(self.texts("intake.block.row")) \(index + 1)",
                error: self.errors[path],
                fields: columns.map {
                    self.field($0.kind, at: "\(path)/\($0.key)", $0.label, required: $0.required, area: true)
                })
        }
    }

    private func field(
        _ kind: AnswerKind, at path: String, _ label: String, required: Bool, hint: String = "", area: Bool = false
    ) -> Field {
        let chosen = self.values[path] ?? []
        var field = Field(
            path, label, hint: hint.isEmpty ? nil : hint, error: self.errors[path], value: chosen.first,
            required: required)
        switch kind {
        case .text(let max):
            field.maxLength = max
            if max > 1000 { field.control = .area(rows: 3) }
        case .email(let max):
            field.control = .line(type: "email")
            field.maxLength = max
        case .longText(let max):
            field.control = .area(rows: 8)
            field.maxLength = max
        case .integer: field.control = .line(inputMode: "numeric")
        case .date:
            // A browser's date control would hide a text that is no date.
            let readable = chosen.first.map { $0.isEmpty || Day($0) != nil } ?? true
            field.control = .line(type: readable ? "date" : "text")
        case .choice(let options):
            let choices = self.choices(options, chosen)
            field.control = options.count > 8 ? .select(choices) : .radios(choices)
        case .choices(let options): field.control = .checkboxes(self.choices(options, chosen))
        case .period, .group, .rows, .regions: break  // never inside a field
        }
        return field
    }

    private func choices(_ options: [AnswerKind.Option], _ chosen: [String]) -> [Choice] {
        options.map { Choice(String($0.code), $0.label, chosen: chosen.contains(String($0.code))) }
    }

    private func picker(_ question: Question, _ hint: String) -> RegionPicker {
        let path = question.number
        let chosen = (self.values[path] ?? []).filter { self.units.regionName($0) != nil }
        var offered: [String] = []
        if let province = self.province {
            offered = [province.text] + self.units.units(below: province).map(\.code.text)
        }
        let codes = chosen + offered.filter { !chosen.contains($0) }
        let choices = codes.map { code in
            Choice(code, "\(self.units.regionName(code) ?? code) (\(code))", chosen: chosen.contains(code))
        }
        return RegionPicker(
            // The first check box has the id that problems link to; without one, the whole control has it.
            id: Field.id(of: path) + (choices.isEmpty ? "" : "-pilihan"), legend: question.heading,
            hint: hint.isEmpty ? nil : hint,
            error: self.errors[path] ?? self.errors.first { $0.key.hasPrefix(path + "/") }?.value,
            province: Field(
                "_provinsi", self.texts("intake.block.province"),
                control: .select(
                    self.units.provinces.map {
                        Choice(
                            $0.code.text, self.units.regionName($0.code.text) ?? $0.name,
                            chosen: $0.code == self.province)
                    }), required: false),
            choices: choices.isEmpty
                ? nil
                : Field(path, self.texts("intake.block.chosen-regions"), control: .checkboxes(choices)))
    }
}
