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
        let desk = CaseDesk(
            tx: tx, office: self.office, now: context.now, identifiers: context.identifiers,
            causedBy: context.envelope)
        guard var subject = try CaseStore.find(event.caseId, .toChange, in: tx) else {
            throw Parkable(.rejected("unknown-case"))
        }
        let before = subject.state
        do {
            guard try subject.resubmit(event, at: desk.now) else { return }
        } catch {
            throw Parkable(.rejected(error.code))
        }
        try Unstorable.parking { try desk.keep(subject, movedFrom: before) }
    }
}
