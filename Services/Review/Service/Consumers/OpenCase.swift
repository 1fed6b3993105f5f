import Contracts
import Messaging
import MessagingLive
import Postgres
import ReviewDomain

/// Opens a case when Intake has accepted a submission.
struct OpenCase: MessageHandler {
    static let consumer: ConsumerName = "review.open-case"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .seconds(600))

    let office: ReviewOffice

    func handle(_ event: SubmissionSubmitted, in tx: Transaction, context: MessageContext) throws {
        let desk = CaseDesk(self.office, context, in: tx)
        let opened = Case.open(for: event, at: desk.now)
        guard try Unstorable.parking(in: tx, { try CaseStore.insert(opened, at: desk.now, in: tx) }) else { return }
        try desk.publish(opened, movedFrom: nil)
    }
}
