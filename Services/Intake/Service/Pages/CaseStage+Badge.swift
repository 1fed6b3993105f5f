import IntakeDomain
import Web

extension CaseStage {
    /// The state as the applicant feels it.
    var badge: StatusBadge {
        let tone: StatusBadge.Tone =
            switch self {
            case .returned, .correctionRequested: .attention
            case .feasible, .delivered, .completed: .positive
            case .refused: .negative
            default: .active
            }
        return StatusBadge(self.label, tone)
    }
}
