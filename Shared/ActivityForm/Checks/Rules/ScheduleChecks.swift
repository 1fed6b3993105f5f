import Contracts

/// R-III-04: submitted before the first day of data collection.
struct SubmittedInTime: Check {
    static let id = "R-III-04"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let start = "3.3/pengumpulan/awal"
        let submitted: Day
        switch form.context.submission {
        case .unreliable: return .notEvaluable(form.seenSubmission)
        case .on(let day), .expected(let day): submitted = day
        }
        guard let first = form.day("3.3/pengumpulan", "awal").value else { return .notEvaluable(form.seen(start)) }
        return .decided(submitted >= first, form.seen(start), form.seenSubmission)
    }
}

/// R-III-05A: no stage ends after the next one starts; each neighbouring pair is judged on its own.
struct StagesApart: Check {
    static let id = "R-III-05A"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let stages = CheckField.of(rule: "jadwal").map(\.form).filter { !form.lacks($0) }
        var broken: [CheckEvidence] = []
        var kept: [CheckEvidence] = []
        var unknown: [CheckEvidence] = []
        for (stage, next) in zip(stages, stages.dropFirst()) {
            guard let end = form.day(stage, "akhir").value, let start = form.day(next, "awal").value else {
                unknown += [(stage, "akhir"), (next, "awal")].filter { form.day($0.0, $0.1).value == nil }
                    .map { form.seen("\($0.0)/\($0.1)") }
                continue
            }
            let pair = [form.seen("\(stage)/akhir"), form.seen("\(next)/awal")]
            if end > start { broken += pair } else { kept += pair }
        }
        if !broken.isEmpty { return .violation(broken) }
        if kept.isEmpty { return .notEvaluable(unknown.isEmpty ? [form.seen("3.3")] : unknown) }
        return .pass(kept)
    }
}

/// R-III-06: planning does not end after collection starts.
struct PlannedBeforeCollection: Check {
    static let id = "R-III-06"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let seen = [form.seen("3.3/perencanaan/akhir"), form.seen("3.3/pengumpulan/awal")]
        guard let end = form.day("3.3/perencanaan", "akhir").value,
            let start = form.day("3.3/pengumpulan", "awal").value
        else { return .notEvaluable(seen) }
        return end > start ? .violation(seen) : .pass(seen)
    }
}
