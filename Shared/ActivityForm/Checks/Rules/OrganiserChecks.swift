/// R-I-01: the organiser's name is given.
struct OrganiserNamed: Check {
    static let id = "R-I-01"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        switch form.text("1.1") {
        case .lacking, .unreadable: .notEvaluable(form.seen("1.1"))
        case .empty: .violation(form.seen("1.1"))
        case .value: .pass(form.seen("1.1"))
        }
    }
}

/// R-I-02A: the organiser's name has no acronym in it (heuristic: ``Abbreviations``).
struct OrganiserWithoutAcronym: Check {
    static let id = "R-I-02A"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let name = form.text("1.1").value else { return .notApplicable(form.seen("1.1")) }
        let found = Abbreviations(in: name).acronyms
        guard !found.isEmpty else { return .pass(form.seen("1.1")) }
        return .violation(form.seen("1.1", "memuat \(found.joined(separator: ", "))"))
    }
}

/// R-I-04: the street address, and every part of the address that the form requires, is filled.
struct OrganiserAddressed: Check {
    static let id = "R-I-04"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let street = "1.2/alamat"
        if form.text(street).isLacking { return .notEvaluable(form.seen(street, "susunan alamat tidak dikenal")) }
        let asked = form.requiredParts(of: "1.2").filter { $0 != street }
        let paths = ([street] + asked).filter { !form.lacks($0) }
        let empty = paths.filter { form.text($0).isEmpty }
        if !empty.isEmpty { return .violation(empty.map { form.seen($0) }) }
        let unreadable = paths.filter { form.text($0).value == nil }
        if !unreadable.isEmpty { return .notEvaluable(unreadable.map { form.seen($0, "tidak terbaca") }) }
        return .pass(paths.map { form.seen($0) })
    }
}

extension CheckedForm {
    /// The parts of a question that the definition requires.
    func requiredParts(of number: String) -> [String] {
        guard case .group(let fields) = self.definition.question(number)?.kind else { return [] }
        return fields.filter(\.required).map { "\(number)/\($0.key)" }
    }
}
