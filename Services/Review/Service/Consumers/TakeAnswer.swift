import Contracts
import Messaging
import MessagingLive
import Postgres
import ReviewDomain

/// Takes the applicant's answer to remarks: the form in its next round.
struct TakeAnswer: MessageHandler {
    static let consumer: ConsumerName = "review.take-answer"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .seconds(600))

    let office: ReviewOffice

    func handle(_ event: SubmissionResubmitted, in tx: Transaction, context: MessageContext) throws {
        let desk = CaseDesk(self.office, context, in: tx)
        var subject = try desk.subject(event.caseId)
        let before = subject.state
        let isNew = try desk.applying { () throws(Problem) in try subject.resubmit(event, at: desk.now) }
        guard isNew else { return }
        try Unstorable.parking(in: tx) { try desk.keep(subject, movedFrom: before) }
    }
}
