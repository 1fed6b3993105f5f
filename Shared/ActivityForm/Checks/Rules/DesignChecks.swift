import Contracts

/// Whether the activity is done once or again and again (question 4.1).
private enum Repetition: Int {
    case once = 1
    case repeated = 2

    init?(_ form: CheckedForm) {
        guard let code = form.code("4.1").value else { return nil }
        self.init(rawValue: code)
    }
}

/// R-IV-01: an activity that is repeated has a frequency.
struct FrequencyGiven: Check {
    static let id = "R-IV-01"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let repetition = Repetition(form) else { return .notEvaluable(form.seen("4.1")) }
        guard repetition == .repeated else { return .notApplicable(form.seen("4.1")) }
        let frequency = form.content("4.2")
        if frequency.isLacking { return .notEvaluable(form.seen("4.2")) }
        return .decided(frequency.isEmpty, form.seen("4.2"), form.seen("4.1"))
    }
}

/// R-IV-05: what is done once is cross-sectional.
struct OnceIsCrossSectional: Check {
    static let id = "R-IV-05"

    private static let crossSectional = 3

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let repetition = Repetition(form) else { return .notEvaluable(form.seen("4.1")) }
        guard repetition == .once else { return .notApplicable(form.seen("4.1")) }
        guard let type = form.code("4.3").value, (1...3).contains(type) else {
            return .notEvaluable(form.seen("4.3"))
        }
        return .decided(type != Self.crossSectional, form.seen("4.3"), form.seen("4.1"))
    }
}

/// R-IV-07: an activity in a part of Indonesia lists its regions by codes that exist.
struct RegionsListed: Check {
    static let id = "R-IV-07"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let scope = form.code("4.4").value, scope == 1 || scope == 2 else {
            return .notEvaluable(form.seen("4.4"))
        }
        guard scope == 2 else { return .notApplicable(form.seen("4.4")) }
        if form.lacks("4.5") { return .notEvaluable(form.seen("4.5")) }
        let codes = form.raw("4.5").map(Self.codes) ?? []
        let isValid = codes.contains { UnitCode($0) != nil && form.regions.name(of: $0) != nil }
        return .decided(!isValid, form.seen("4.5"), form.seen("4.4"))
    }

    /// The four-digit codes in a list, whatever its shape: the national record's is not known.
    private static func codes(_ value: JSONValue) -> [String] {
        switch value {
        case .string(let text): text.split { !$0.isNumber }.filter { $0.count == 4 }.map(String.init)
        case .integer(let number): [String(number)]
        case .array(let elements): elements.flatMap(self.codes)
        case .object(let members): members.values.flatMap(self.codes)
        case .null, .bool, .number: []
        }
    }
}

/// R-IV-09: a compilation uses secondary data.
struct CompilationUsesSecondaryData: Check {
    static let id = "R-IV-09"

    private static let secondary = 8
    private static let other = 16

    /// What calls secondary data by another name.
    private static let names = [
        ["data", "sekunder"], ["dokumentasi"], ["studi", "dokumen"], ["catatan", "administrasi"],
        ["data", "administrasi"], ["produk", "administrasi"],
    ]

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let kind = form.kind else { return .notEvaluable(form.seen("cara")) }
        guard kind == .compilation else { return .notApplicable(form.seen("cara")) }
        let methods = form.codes("4.6")
        switch methods {
        case .lacking, .unreadable: return .notEvaluable(form.seen("4.6"))
        case .empty: return .violation(form.seen("4.6"))
        case .value(let codes):
            if codes.contains(Self.secondary) { return .pass(form.seen("4.6")) }
            if codes.contains(Self.other) {
                let words = PlainWords.words(form.text("4.6.lainnya").value ?? "")
                let evidence = [form.seen("4.6"), form.seen("4.6.lainnya")]
                if Self.names.contains(where: { PlainWords.run($0, in: words) }) { return .pass(evidence) }
                if codes == [Self.other] { return .notEvaluable(evidence) }
            }
            return .violation(form.seen("4.6"))
        }
    }
}
