import Contracts
import Messaging
import ReviewDomain

/// An officer takes a case from the worklist.
enum TakeAction: CaseAction {
    static let consumer: ConsumerName = "review.take-case"

    static func perform(_ command: TakeCase, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk) throws {
        try subject.take(command, by: worker, at: desk.now)
    }
}
