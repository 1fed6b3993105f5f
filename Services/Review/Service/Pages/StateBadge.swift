import ReviewDomain
import Web

extension CaseState {
    /// The state as a word with a colour, as officers feel it.
    var badge: StatusBadge {
        switch self {
        case .submitted, .resubmitted, .complete, .examined, .inEvaluation, .evaluated, .letterDrafted:
            StatusBadge(self.label, .active)
        case .returned, .correctionRequested: StatusBadge(self.label, .attention)
        case .issued: StatusBadge(self.label, .positive)
        case .refused: StatusBadge(self.label, .negative)
        case .delivered, .completed: StatusBadge(self.label, .neutral)
        }
    }
}
