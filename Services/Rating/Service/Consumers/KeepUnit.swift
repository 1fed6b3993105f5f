import Contracts
import Messaging
import MessagingLive
import Postgres

/// Keeps the name and zone of a unit that serves.
struct KeepUnit: MessageHandler {
    static let consumer: ConsumerName = "rating.keep-unit"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))

    func handle(_ event: StandardPublished, in tx: Transaction, context: MessageContext) throws {
        try UnitStore.keep(event, in: tx)
    }
}
