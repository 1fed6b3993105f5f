import Contracts
import Messaging
import ReviewDomain

/// The officer gives a case back to the worklist.
enum GiveBackAction: CaseAction {
    static let consumer: ConsumerName = "review.give-back-case"

    static func perform(_ command: GiveBackCase, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk)
        throws
    {
        try subject.giveBack(command, by: worker, at: desk.now)
    }
}
