import Contracts
import Messaging
import ReviewDomain
import WorkingDays

/// The file is not complete.
enum ReturnAction: CaseAction {
    static let consumer: ConsumerName = "review.return-case"

    static func perform(_ command: ReturnCase, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk) throws
    {
        try subject.returnToApplicant(
            command, by: worker, items: try desk.items(of: subject), zone: try desk.standard(of: subject).zone,
            completion: MonthTerm(months: desk.office.clockRules.monthsToComplete.value), at: desk.now)
    }
}
