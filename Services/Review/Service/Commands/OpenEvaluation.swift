import Contracts
import Messaging
import ReviewDomain

/// A team is to evaluate the design.
enum OpenEvaluationAction: CaseAction {
    static let consumer: ConsumerName = "review.open-evaluation"

    static func perform(_ command: OpenEvaluation, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk)
        throws
    {
        try subject.openEvaluation(command, by: worker, at: desk.now)
    }
}
