import Contracts
import Messaging
import ReviewDomain

/// The file is complete and clear; the clock opens.
enum DeclareCompleteAction: CaseAction {
    static let consumer: ConsumerName = "review.declare-case-complete"

    static func perform(
        _ command: DeclareCaseComplete, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk
    ) throws {
        try subject.declareComplete(
            command, by: worker, standard: desk.standard(of: subject), calendar: desk.calendar(), at: desk.now)
    }
}
