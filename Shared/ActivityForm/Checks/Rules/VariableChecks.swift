import Contracts

/// R-III-08A: no abbreviation or unit of measure in the name of a variable (heuristic: ``Abbreviations``).
struct VariablesWithoutAbbreviation: Check {
    static let id = "R-III-08A"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.judge(column: "nama") { name in
            let abbreviations = Abbreviations(in: name)
            let found = abbreviations.acronyms + abbreviations.units
            return found.isEmpty ? nil : "memuat \(found.joined(separator: ", "))"
        }
    }
}

/// R-III-09: every variable has a definition.
struct VariablesDefined: Check {
    static let id = "R-III-09"

    func verdict(on form: CheckedForm) -> CheckVerdict { form.filled(column: "definisi") }
}

/// R-III-10: a definition does not begin with "adalah" and ends with a full stop.
struct DefinitionsWellFormed: Check {
    static let id = "R-III-10"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.judge(column: "definisi") { text in
            var faults: [String] = []
            // A list's number in front ("1. adalah …") is no word of the definition.
            let marker = text.prefix { $0.isNumber }
            let begins = text.dropFirst(marker.count).first.map { ".)".contains($0) } ?? false
            if PlainWords.first(begins ? String(text.dropFirst(marker.count)) : text) == "adalah" {
                faults.append("diawali \"adalah\"")
            }
            if !text.hasSuffix(".") { faults.append("tidak diakhiri titik") }
            return faults.isEmpty ? nil : faults.joined(separator: " dan ")
        }
    }
}

/// R-III-12: every variable has a reference time.
struct ReferenceTimesGiven: Check {
    static let id = "R-III-12"

    func verdict(on form: CheckedForm) -> CheckVerdict { form.filled(column: "referensi_waktu") }
}

extension CheckedForm {
    /// A violation names each filled cell of the column in which `fault` finds something; without a filled cell nothing
    /// can be said.
    fileprivate func judge(column key: String, _ fault: (String) -> String?) -> CheckVerdict {
        var broken: [CheckEvidence] = []
        var isAnyFilled = false
        for (index, cell) in (self.column(key) ?? []).enumerated() {
            guard let text = cell.value else { continue }
            isAnyFilled = true
            if let note = fault(text) { broken.append(self.seen("3.4/\(index)/\(key)", note)) }
        }
        if !broken.isEmpty { return .violation(broken) }
        return isAnyFilled ? .pass(self.seenRows) : .notEvaluable(self.seenColumn(key))
    }

    /// A violation names each empty cell; cells that the version or the row does not have are not judged.
    fileprivate func filled(column key: String) -> CheckVerdict {
        let cells = self.column(key) ?? []
        let empty = cells.indices.filter { cells[$0].isEmpty }
        if !empty.isEmpty { return .violation(empty.map { self.seen("3.4/\($0)/\(key)") }) }
        return cells.contains { $0.value != nil } ? .pass(self.seenRows) : .notEvaluable(self.seenColumn(key))
    }

    private var seenRows: CheckEvidence {
        CheckEvidence(
            path: "3.4", source: self.sources["3.4"], label: self.definition.question("3.4")?.heading ?? "3.4",
            value: nil, note: "\(self.answers["3.4"]?.array?.count ?? 0) variabel diperiksa")
    }

    private func seenColumn(_ key: String) -> CheckEvidence {
        self.lacks("3.4/\(key)") ? self.seen("3.4/\(key)") : self.seen("3.4")
    }
}
