public import Contracts

/// The 40 checks of a form (facts §2.8): findings for the applicant and the officer, which never block anything.
public struct FormChecks: Sendable {
    /// The rules in the order of the file, which is the order of the form's blocks.
    public let rules: [CheckRule]

    private let ordered: [(rule: CheckRule, check: any Check)]

    /// Every rule, worked out; the order says nothing.
    static let all: [any Check] = [
        OrganiserNamed(), OrganiserWithoutAcronym(), OrganiserAddressed(),
        TitleFitsKind(), CompilationTitled(), TitleWithoutYear(), YearFitsSchedule(),
        UnitNamed(), ResponsiblePersonComplete(),
        SubmittedInTime(), StagesApart(), PlannedBeforeCollection(), VariablesWithoutAbbreviation(),
        VariablesDefined(), DefinitionsWellFormed(), ReferenceTimesGiven(),
        FrequencyGiven(), OnceIsCrossSectional(), RegionsListed(), CompilationUsesSecondaryData(),
        SampleDesigned(), SampleComplete(), ProbabilityMethodStated(), FrameGiven(), FractionGiven(),
        SamplingErrorGiven(), FractionPerStage(), SamplingErrorSmall(), ErrorMeasureNamed(), UnitsGiven(),
        PilotHeld(), ComputerAssistanceTried(), EducationSufficient(), SupervisorsFewer(), StaffTrained(),
        SupervisionTicked(),
        ProcessingStaged(), InferenceFromProbability(), InferenceFromCompleteDesign(),
        ProductOffered(),
    ]

    /// The checks with the module's own rules.
    ///
    /// - Throws: ``DataFault`` when the file of the rules is missing or faulty, or a rule of it is not worked
    ///   out here, which is a fault of the build.
    public init() throws(DataFault) {
        try self.init(CheckRuleFile.bundled(), file: "check-rules.json")
    }

    init(_ read: CheckRuleFile, file: String) throws(DataFault) {
        var byID: [String: any Check] = [:]
        for check in Self.all { byID[type(of: check).id] = check }
        var ordered: [(rule: CheckRule, check: any Check)] = []
        for rule in read.rules {
            guard let check = byID.removeValue(forKey: rule.id) else {
                throw DataFault(file: file, field: rule.id, reason: "no check is worked out for this rule")
            }
            ordered.append((rule, check))
        }
        if let left = byID.keys.min() {
            throw DataFault(file: file, field: left, reason: "the rule of this check is missing")
        }
        self.rules = read.rules
        self.ordered = ordered
    }

    /// What every rule says, in the order of the rules.
    public func findings(on form: CheckedForm) -> [CheckFinding] {
        self.ordered.map { entry in
            let verdict = entry.check.verdict(on: form)
            return CheckFinding(rule: entry.rule, outcome: verdict.outcome, evidence: verdict.evidence)
        }
    }

    /// Only what is broken: what applicants and officers are shown.
    public func violations(on form: CheckedForm) -> [CheckFinding] {
        self.findings(on: form).filter { $0.outcome == .violation }
    }
}
