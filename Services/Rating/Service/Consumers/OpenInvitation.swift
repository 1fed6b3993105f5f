import Contracts
import Messaging
import MessagingLive
import Postgres

/// Opens the rating of a case: its letter has reached the applicant.
struct OpenInvitation: MessageHandler {
    static let consumer: ConsumerName = "rating.open-invitation"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))

    func handle(_ event: DeliveryCompleted, in tx: Transaction, context: MessageContext) throws {
        try RatedCaseStore.deliver(event.caseId, at: event.completedAt, in: tx)
    }
}
