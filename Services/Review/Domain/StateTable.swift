/// Which step leads from where to where, and who may take it: the state machine of a case as data.
public enum StateTable {
    /// Who takes a step.
    public enum Mover: Hashable, Sendable {
        /// A person of the unit with this role.
        case role(CaseRole)
        /// The applicant, through Intake.
        case applicant
        /// A message or a timer.
        case system
    }

    /// One line of the table.
    public struct Line: Hashable, Sendable {
        /// The step.
        public let step: CaseStep
        /// Where it may be taken.
        public let from: Set<CaseState>
        /// Where it may lead; empty for a step that leaves the state as it is.
        public let to: Set<CaseState>
        /// Who takes it.
        public let mover: Mover
        /// Whether only the officer who has taken the case may take the step.
        public let holderOnly: Bool
    }

    /// The states in which the unit has the case in hand and no letter is signed.
    static let open: Set<CaseState> = [
        .submitted, .returned, .resubmitted, .complete, .examined, .correctionRequested, .inEvaluation, .evaluated,
        .letterDrafted,
    ]

    /// All lines but the opening, which has no state before it.
    public static let lines: [Line] = [
        Line(step: .take, from: open, to: [], mover: .role(.officer), holderOnly: false),
        Line(step: .giveBack, from: open, to: [], mover: .role(.officer), holderOnly: true),
        Line(
            step: .return, from: [.submitted, .resubmitted], to: [.returned], mover: .role(.officer), holderOnly: true),
        Line(
            step: .resubmit, from: [.returned, .correctionRequested], to: [.resubmitted], mover: .applicant,
            holderOnly: false),
        Line(
            step: .declareComplete, from: [.submitted, .resubmitted], to: [.complete], mover: .role(.officer),
            holderOnly: true),
        Line(
            step: .examine, from: [.complete], to: [.examined, .correctionRequested], mover: .role(.officer),
            holderOnly: true),
        Line(
            step: .openEvaluation, from: [.examined], to: [.inEvaluation], mover: .role(.officer), holderOnly: true),
        Line(step: .giveOpinion, from: [.inEvaluation], to: [], mover: .role(.evaluator), holderOnly: false),
        Line(
            step: .closeEvaluation, from: [.inEvaluation], to: [.evaluated], mover: .role(.officer), holderOnly: true),
        Line(
            step: .draftLetter, from: [.evaluated, .letterDrafted], to: [.letterDrafted], mover: .role(.officer),
            holderOnly: true),
        Line(
            step: .signLetter, from: [.letterDrafted], to: [.issued, .refused], mover: .role(.signer),
            holderOnly: false),
        Line(step: .recordDelivery, from: [.issued, .refused], to: [.delivered], mover: .system, holderOnly: false),
        Line(
            step: .recordRating, from: [.issued, .refused, .delivered], to: [], mover: .system, holderOnly: false),
        Line(step: .complete, from: [.delivered], to: [.completed], mover: .system, holderOnly: false),
    ]

    private static let byStep = Dictionary(uniqueKeysWithValues: lines.map { ($0.step, $0) })

    /// The line of a step; `nil` for the opening alone.
    public static func line(_ step: CaseStep) -> Line? { self.byStep[step] }

    /// Whether a step may be taken in a state.
    public static func allows(_ step: CaseStep, in state: CaseState) -> Bool {
        self.byStep[step]?.from.contains(state) ?? false
    }
}
