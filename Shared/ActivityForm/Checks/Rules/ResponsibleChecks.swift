/// R-II-01: the echelons that the form requires are filled.
struct UnitNamed: Check {
    static let id = "R-II-01"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let required = form.requiredParts(of: "2.1")
        let lacking = required.filter { form.lacks($0) }
        if required.isEmpty || !lacking.isEmpty {
            return .notEvaluable((lacking.isEmpty ? ["2.1/eselon2"] : lacking).map { form.seen($0) })
        }
        let empty = required.filter { form.text($0).isEmpty }
        if !empty.isEmpty { return .violation(empty.map { form.seen($0) }) }
        let unreadable = required.filter { form.text($0).value == nil }
        if !unreadable.isEmpty { return .notEvaluable(unreadable.map { form.seen($0, "tidak terbaca") }) }
        return .pass(required.map { form.seen($0) })
    }
}

/// R-II-02: name, position, address, telephone and e-mail of the person in charge are filled.
struct ResponsiblePersonComplete: Check {
    static let id = "R-II-02"

    private static let paths = ["nama", "jabatan", "alamat", "telepon", "email"].map { "2.2/\($0)" }

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let empty = Self.paths.filter { form.text($0).isEmpty }
        if !empty.isEmpty { return .violation(empty.map { form.seen($0) }) }
        let unknown = Self.paths.filter { form.text($0).value == nil }
        if !unknown.isEmpty { return .notEvaluable(unknown.map { form.seen($0) }) }
        return .pass(Self.paths.map { form.seen($0) })
    }
}
