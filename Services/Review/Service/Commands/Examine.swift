import Contracts
import Messaging
import ReviewDomain
import WorkingDays

/// The examination, item by item.
enum ExamineAction: CaseAction {
    static let consumer: ConsumerName = "review.examine-case"

    static func perform(_ command: ExamineCase, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk) throws
    {
        try subject.examine(
            command, by: worker, items: try desk.items(of: subject), zone: try desk.standard(of: subject).zone,
            answer: MonthTerm(months: desk.office.clockRules.monthsToAnswer.value), at: desk.now)
    }
}
