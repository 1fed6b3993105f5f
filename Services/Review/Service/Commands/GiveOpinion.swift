import Contracts
import Messaging
import ReviewDomain

/// An evaluator gives an opinion.
enum GiveOpinionAction: CaseAction {
    static let consumer: ConsumerName = "review.give-opinion"

    static func perform(_ command: GiveOpinion, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk) throws
    {
        try subject.giveOpinion(command, by: worker, at: desk.now)
        if let opinion = subject.opinions.last { try OpinionStore.put(opinion, of: subject.id, in: desk.tx) }
    }
}
