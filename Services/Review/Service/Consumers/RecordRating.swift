import Contracts
import Messaging
import MessagingLive
import Postgres
import ReviewDomain

/// The applicant has rated: a delivered case is completed.
struct RecordRating: MessageHandler {
    static let consumer: ConsumerName = "review.record-rating"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .seconds(600))

    let office: ReviewOffice

    func handle(_ event: RatingGiven, in tx: Transaction, context: MessageContext) throws {
        let desk = CaseDesk(self.office, context, in: tx)
        var subject = try desk.subject(event.caseId)
        let before = subject.state
        let isNew = try desk.applying { () throws(Problem) in try subject.recordRating(at: event.givenAt, now: desk.now)
        }
        guard isNew else { return }
        try desk.keep(subject, movedFrom: before)
        if subject.state == .completed { try UnratedCompletion.disarm(subject, in: tx) }
    }
}
