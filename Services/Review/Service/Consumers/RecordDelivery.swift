import Contracts
import Messaging
import MessagingLive
import Postgres
import ReviewDomain

/// Notify has delivered the letter: the applicant has fourteen days to rate.
struct RecordDelivery: MessageHandler {
    static let consumer: ConsumerName = "review.record-delivery"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .seconds(600))

    let office: ReviewOffice

    func handle(_ event: DeliveryCompleted, in tx: Transaction, context: MessageContext) throws {
        let desk = CaseDesk(self.office, context, in: tx)
        var subject = try desk.subject(event.caseId)
        if subject.letter?.id == event.letterId {
            try DeliveryStore.keep(event.channels, of: subject.id, at: desk.now, in: tx)
        }
        let before = subject.state
        let isNew = try desk.applying { () throws(Problem) in
            try subject.recordDelivery(of: event.letterId, at: event.completedAt, now: desk.now)
        }
        guard isNew else { return }
        try desk.keep(subject, movedFrom: before)
        if subject.state == .delivered { try UnratedCompletion.arm(subject, deliveredAt: event.completedAt, in: tx) }
    }
}
