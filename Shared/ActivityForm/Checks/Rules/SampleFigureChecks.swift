import Contracts

/// R-V-08A: the fraction of a design of several stages shows a part for each (see ``SampleFraction``).
struct FractionPerStage: Check {
    static let id = "R-V-08A"

    private static let severalStages = 2

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.survey { _ in
            guard let design = form.code("5.1").value, design == 1 || design == Self.severalStages else {
                return .notEvaluable(form.seen("5.1"))
            }
            guard design == Self.severalStages else { return .notApplicable(form.seen("5.1")) }
            switch form.text("5.5") {
            case .empty: return .notApplicable(form.seen("5.5"))
            case .lacking, .unreadable: return .notEvaluable(form.seen("5.5"))
            case .value(let text):
                guard let parts = SampleFraction.parts(of: text) else {
                    return .notEvaluable(form.seen("5.5", "tidak terbaca sebagai fraksi"))
                }
                return .decided(parts < SampleFraction.stagesNamed(in: text), form.seen("5.5"), form.seen("5.1"))
            }
        }
    }
}

/// R-V-11: the expected sampling error is at most 5 % (see ``Percentages``).
struct SamplingErrorSmall: Check {
    static let id = "R-V-11"

    private static let largest = 5.0

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.survey { _ in
            guard let text = form.text("5.6").value else { return .notEvaluable(form.seen("5.6")) }
            guard let value = Percentages.largest(in: text) else {
                return .notEvaluable(form.seen("5.6", "tidak terbaca sebagai persentase"))
            }
            return .decided(value > Self.largest, form.seen("5.6"))
        }
    }
}

/// R-V-12: the measure of the sampling error is named (see ``ErrorMeasure``).
struct ErrorMeasureNamed: Check {
    static let id = "R-V-12"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.survey { _ in
            // A dash is how people leave a field empty.
            guard let text = form.text("5.6").value, text.contains(where: { $0.isLetter || $0.isNumber }) else {
                return .notEvaluable(form.seen("5.6"))
            }
            return .decided(!ErrorMeasure.isNamed(in: text), form.seen("5.6"))
        }
    }
}

/// R-V-14A: the units of sampling, observation and analysis are filled.
struct UnitsGiven: Check {
    static let id = "R-V-14A"

    private static let paths = ["5.7", "5.8", "7.3"]

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.survey { _ in
            let empty = Self.paths.filter { path in
                let content = form.content(path)
                return content.isEmpty || content.value?.array?.isEmpty == true
            }
            if !empty.isEmpty { return .violation(empty.map { form.seen($0) }) }
            let lacking = Self.paths.filter { form.lacks($0) }
            if !lacking.isEmpty { return .notEvaluable(lacking.map { form.seen($0) }) }
            return .pass(Self.paths.map { form.seen($0) })
        }
    }
}
