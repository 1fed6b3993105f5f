/// What the checks of block V share.
struct SampleDesign {
    /// Every question of block V that the rules look at.
    static let paths = ["5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8"]

    let form: CheckedForm

    /// Whether anything is filled.
    var isThere: Bool {
        Self.paths.contains { path in
            switch self.form.content(path) {
            case .value, .unreadable: true
            case .empty, .lacking: false
            }
        }
    }

    /// Whether the last stage is a probability sample; `nil` when it is not known, or when kind (5.2) and method (5.3)
    /// contradict each other.
    var isProbability: Bool? {
        guard let stated = self.stated else { return nil }
        return (self.byMethod ?? stated) == stated ? stated : nil
    }

    /// What is said of it; where the version has no such question, by the method.
    private var stated: Bool? {
        switch self.form.code("5.2") {
        case .value(1): true
        case .value(2): false
        case .lacking: self.byMethod
        case .value, .empty, .unreadable: nil
        }
    }

    /// Methods 1 to 5 are those of probability samples, 6 to 10 of others (MS-Keg 5.3).
    private var byMethod: Bool? {
        guard let method = self.form.code("5.3").value, (1...10).contains(method) else { return nil }
        return method <= 5
    }

    /// What the chosen design requires (facts §3.2): frame, fraction and sampling error only of a probability sample.
    var required: [String] {
        self.stated == true ? Self.paths : ["5.1", "5.2", "5.3", "5.7", "5.8"]
    }

    /// The required answers that are empty.
    var empty: [String] { self.required.filter { self.form.content($0).isEmpty } }

    /// The required answers that this version of the form does not ask for.
    var lacking: [String] { self.required.filter { self.form.lacks($0) } }
}

extension CheckedForm {
    var sample: SampleDesign { SampleDesign(form: self) }

    /// Judges a survey; says `notEvaluable` when the kind is not known and `notApplicable` of other kinds.
    func survey(_ judge: (SampleDesign) -> CheckVerdict) -> CheckVerdict {
        guard let kind = self.kind else { return .notEvaluable(self.seen("cara")) }
        return kind == .survey ? judge(self.sample) : .notApplicable(self.seen("cara"))
    }

    /// Judges one answer that a survey with a probability sample needs.
    func probability(_ path: String) -> CheckVerdict {
        self.survey { sample in
            guard let isProbability = sample.isProbability else { return .notEvaluable(self.seen("5.2")) }
            guard isProbability else { return .notApplicable(self.seen("5.2")) }
            let answer = self.content(path)
            if answer.isLacking { return .notEvaluable(self.seen(path)) }
            return .decided(answer.isEmpty, self.seen(path))
        }
    }
}

/// R-V-01: a survey has block V.
struct SampleDesigned: Check {
    static let id = "R-V-01"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.survey { sample in
            if !sample.isThere { return .violation(SampleDesign.paths.map { form.seen($0) }) }
            return .pass(form.seen("cara"))
        }
    }
}

/// R-V-02: what the chosen design requires is filled.
struct SampleComplete: Check {
    static let id = "R-V-02"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        form.survey { sample in
            guard sample.isThere else { return .notApplicable(form.seen("5.1")) }
            if !sample.empty.isEmpty { return .violation(sample.empty.map { form.seen($0) }) }
            if !sample.lacking.isEmpty { return .notEvaluable(sample.lacking.map { form.seen($0) }) }
            return .pass(sample.required.map { form.seen($0) })
        }
    }
}

/// R-V-03A: the method of a probability sample is stated.
struct ProbabilityMethodStated: Check {
    static let id = "R-V-03A"
    func verdict(on form: CheckedForm) -> CheckVerdict { form.probability("5.3") }
}

/// R-V-03B: a probability sample has a frame.
struct FrameGiven: Check {
    static let id = "R-V-03B"
    func verdict(on form: CheckedForm) -> CheckVerdict { form.probability("5.4") }
}

/// R-V-03C: a probability sample has a fraction.
struct FractionGiven: Check {
    static let id = "R-V-03C"
    func verdict(on form: CheckedForm) -> CheckVerdict { form.probability("5.5") }
}

/// R-V-03D: a probability sample has an expected sampling error.
struct SamplingErrorGiven: Check {
    static let id = "R-V-03D"
    func verdict(on form: CheckedForm) -> CheckVerdict { form.probability("5.6") }
}
