import Contracts
import Messaging
import MessagingLive
import Postgres
import ReviewDomain

/// Keeps the copy of a unit and of the version of its standard.
struct KeepStandard: MessageHandler {
    static let consumer: ConsumerName = "review.keep-standard"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .seconds(600))

    func handle(_ event: StandardPublished, in tx: Transaction, context: MessageContext) throws {
        try ReferenceStore.keep(event.unit, at: context.now, in: tx)
        try ReferenceStore.keep(event.standard, at: context.now, in: tx)
    }
}
