import Contracts
import Messaging
import MessagingLive
import Postgres

/// Lets officers see how a case was rated, now that it is completed.
struct RevealRating: MessageHandler {
    static let consumer: ConsumerName = "rating.reveal-rating"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))

    func handle(_ event: CaseCompleted, in tx: Transaction, context: MessageContext) throws {
        try RatedCaseStore.complete(event.caseId, at: event.completedAt, in: tx)
    }
}
