import Contracts
import Messaging
import MessagingLive
import Postgres

/// Keeps what the rating page shows of a case.
struct KeepCase: MessageHandler {
    static let consumer: ConsumerName = "rating.keep-case"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))

    func handle(_ event: CaseOpened, in tx: Transaction, context: MessageContext) throws {
        try RatedCaseStore.keep(event, in: tx)
    }
}
