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
        let desk = CaseDesk(
            tx: tx, office: self.office, now: context.now, identifiers: context.identifiers,
            causedBy: context.envelope)
        guard var subject = try CaseStore.find(event.caseId, .toChange, in: tx) else {
            throw Parkable(.rejected("unknown-case"))
        }
        let before = subject.state
        do {
            guard try subject.recordRating(at: event.givenAt, now: desk.now) else { return }
        } catch {
            throw Parkable(.rejected(error.code))
        }
        try desk.keep(subject, movedFrom: before)
        if subject.state == .completed { try UnratedCompletion.disarm(subject, in: tx) }
    }
}
