/// What the checks of block VI look for in the methods (4.6), the means (4.7) and the yes-or-no questions.
private enum Fieldwork {
    static let interview = 1
    static let observation = 4
    static let capi = 2
    static let cati = 4
    static let cawi = 8
    static let supervision = 2
    static let juniorHighSchool = 1

    /// Yes or no; `nil` when it is not known.
    static func yes(_ path: String, in form: CheckedForm) -> Bool? {
        switch form.code(path).value {
        case 1: true
        case 2: false
        default: nil
        }
    }
}

/// R-VI-01: an activity that is no compilation is tried out.
///
/// The rule knows one ground for "not evaluable", the kind; so a question that is there and left open tells of no pilot.
struct PilotHeld: Check {
    static let id = "R-VI-01"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let kind = form.kind else { return .notEvaluable(form.seen("cara")) }
        guard kind != .compilation else { return .notApplicable(form.seen("cara")) }
        if form.code("6.1").isEmpty { return .violation(form.seen("6.1"), form.seen("cara")) }
        guard let pilot = Fieldwork.yes("6.1", in: form) else { return .notEvaluable(form.seen("6.1")) }
        return .decided(!pilot, form.seen("6.1"), form.seen("cara"))
    }
}

/// R-VI-02: CAPI and CAWI are tried out.
struct ComputerAssistanceTried: Check {
    static let id = "R-VI-02"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let pilot = Fieldwork.yes("6.1", in: form), let means = form.codes("4.7").value else {
            return .notEvaluable(form.seen("6.1"), form.seen("4.7"))
        }
        let isAssisted = means.contains(Fieldwork.capi) || means.contains(Fieldwork.cawi)
        return .decided(isAssisted && !pilot, form.seen("6.1"), form.seen("4.7"))
    }
}

/// R-VI-04A: for a demanding method junior high school is not enough.
///
/// The rule leaves open which method is demanding; here interviews and observation, and CAPI and CATI. [proposal]
struct EducationSufficient: Check {
    static let id = "R-VI-04A"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let methods = form.codes("4.6").value
        let means = form.codes("4.7").value
        // One demanding method is enough; that there is none is known only when both are.
        let isDemanding =
            methods?.contains { [Fieldwork.interview, Fieldwork.observation].contains($0) } == true
            || means?.contains { [Fieldwork.capi, Fieldwork.cati].contains($0) } == true
        guard let education = form.code("6.5").value, (1...4).contains(education),
            isDemanding || (methods != nil && means != nil)
        else { return .notEvaluable(form.seen("6.5"), form.seen("4.6"), form.seen("4.7")) }
        guard isDemanding else { return .notApplicable(form.seen("4.6"), form.seen("4.7")) }
        return .decided(
            education == Fieldwork.juniorHighSchool, form.seen("6.5"), form.seen("4.6"), form.seen("4.7"))
    }
}

/// R-VI-05: there are no more supervisors than enumerators.
struct SupervisorsFewer: Check {
    static let id = "R-VI-05"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let seen = [form.seen("6.6/supervisor"), form.seen("6.6/enumerator")]
        guard let supervisors = form.number("6.6/supervisor").value,
            let enumerators = form.number("6.6/enumerator").value
        else { return .notEvaluable(seen) }
        return supervisors > enumerators ? .violation(seen) : .pass(seen)
    }
}

/// R-VI-07: those who interview or observe are trained.
struct StaffTrained: Check {
    static let id = "R-VI-07"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let training = Fieldwork.yes("6.7", in: form), let methods = form.codes("4.6").value else {
            return .notEvaluable(form.seen("6.7"), form.seen("4.6"))
        }
        let needsIt = methods.contains(Fieldwork.interview) || methods.contains(Fieldwork.observation)
        return .decided(needsIt && !training, form.seen("6.7"), form.seen("4.6"))
    }
}

/// R-VI-08: where there are supervisors, supervision is ticked.
///
/// A form keeps no list of which nothing was ticked; a record of the national system does. Both have ticked nothing.
struct SupervisionTicked: Check {
    static let id = "R-VI-08"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let ticked = form.codes("6.2")
        guard let supervisors = form.number("6.6/supervisor").value, let quality = ticked.isEmpty ? [] : ticked.value
        else {
            return .notEvaluable(form.seen("6.6/supervisor"), form.seen("6.2"))
        }
        let isTicked = quality.contains(Fieldwork.supervision)
        return .decided(supervisors > 0 && !isTicked, form.seen("6.2"), form.seen("6.6/supervisor"))
    }
}
