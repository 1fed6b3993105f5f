/// One of the rules, worked out.
///
/// Pure: the same form has the same verdict. Where the rule's own conditions do not decide because an answer that it
/// needs is missing or unreadable, the verdict is `notEvaluable`: a pass never comes from not knowing.
protocol Check: Sendable {
    /// The rule's id in `check-rules.json`.
    static var id: String { get }

    /// What the rule says of the form.
    func verdict(on form: CheckedForm) -> CheckVerdict
}

/// An outcome with what was seen.
struct CheckVerdict: Hashable, Sendable {
    let outcome: CheckOutcome
    let evidence: [CheckEvidence]

    static func pass(_ evidence: CheckEvidence...) -> CheckVerdict { CheckVerdict(outcome: .pass, evidence: evidence) }
    static func pass(_ evidence: [CheckEvidence]) -> CheckVerdict { CheckVerdict(outcome: .pass, evidence: evidence) }

    static func violation(_ evidence: CheckEvidence...) -> CheckVerdict {
        CheckVerdict(outcome: .violation, evidence: evidence)
    }
    static func violation(_ evidence: [CheckEvidence]) -> CheckVerdict {
        CheckVerdict(outcome: .violation, evidence: evidence)
    }

    static func notEvaluable(_ evidence: CheckEvidence...) -> CheckVerdict {
        CheckVerdict(outcome: .notEvaluable, evidence: evidence)
    }
    static func notEvaluable(_ evidence: [CheckEvidence]) -> CheckVerdict {
        CheckVerdict(outcome: .notEvaluable, evidence: evidence)
    }

    static func notApplicable(_ evidence: CheckEvidence...) -> CheckVerdict {
        CheckVerdict(outcome: .notApplicable, evidence: evidence)
    }

    /// A violation when `isBroken`, else a pass.
    static func decided(_ isBroken: Bool, _ evidence: CheckEvidence...) -> CheckVerdict {
        CheckVerdict(outcome: isBroken ? .violation : .pass, evidence: evidence)
    }
}
