extension CheckedForm {
    /// Judges a list of yes-or-no fields: at least one yes. Without a yes nothing can be said when none is answered, or
    /// when one cannot be read, which may be the yes.
    fileprivate func anyYes(of field: String) -> CheckVerdict {
        let paths = CheckField.of(rule: field).map(\.form).filter { !self.lacks($0) }
        let answers = paths.map { self.code($0).value }
        if answers.contains(1) {
            return .pass(zip(paths, answers).filter { $0.1 == 1 }.map { self.seen($0.0) })
        }
        let isReadable = zip(paths, answers).allSatisfy { $0.1 == 2 || self.content($0.0).isEmpty }
        guard isReadable, answers.contains(2) else {
            return .notEvaluable(CheckField.of(rule: field).map { self.seen($0.form) })
        }
        return .violation(paths.map { self.seen($0) })
    }

    /// Judges a survey whose analysis infers from the sample to the population.
    fileprivate func inferentialSurvey(_ judge: (SampleDesign) -> CheckVerdict) -> CheckVerdict {
        self.survey { sample in
            guard let analysis = self.code("7.2").value, (1...3).contains(analysis) else {
                return .notEvaluable(self.seen("7.2"))
            }
            return analysis == 1 ? .notApplicable(self.seen("7.2")) : judge(sample)
        }
    }
}

/// R-VII-01: at least one stage of processing is ticked.
struct ProcessingStaged: Check {
    static let id = "R-VII-01"
    func verdict(on form: CheckedForm) -> CheckVerdict { form.anyYes(of: "tahapan_pengolahan") }
}

/// R-VII-03: inference needs a probability sample.
struct InferenceFromProbability: Check {
    static let id = "R-VII-03"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.inferentialSurvey { sample in
            guard let isProbability = sample.isProbability else { return .notEvaluable(form.seen("5.2")) }
            return .decided(!isProbability, form.seen("7.2"), form.seen("5.2"))
        }
    }
}

/// R-VII-04: inference needs a complete block V.
struct InferenceFromCompleteDesign: Check {
    static let id = "R-VII-04"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.inferentialSurvey { sample in
            if !sample.isThere { return .violation(form.seen("7.2"), form.seen("5.1")) }
            if !sample.empty.isEmpty { return .violation([form.seen("7.2")] + sample.empty.map { form.seen($0) }) }
            if !sample.lacking.isEmpty { return .notEvaluable(sample.lacking.map { form.seen($0) }) }
            return .pass(form.seen("7.2"))
        }
    }
}

/// R-VIII-01: at least one product is open to the public.
struct ProductOffered: Check {
    static let id = "R-VIII-01"
    func verdict(on form: CheckedForm) -> CheckVerdict { form.anyYes(of: "ketersediaan_produk") }
}
