import Contracts
import Messaging
import ReviewDomain

/// The evaluation is finished.
enum CloseEvaluationAction: CaseAction {
    static let consumer: ConsumerName = "review.close-evaluation"

    static func perform(_ command: CloseEvaluation, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk)
        throws
    {
        try subject.closeEvaluation(command, by: worker, at: desk.now)
    }
}
