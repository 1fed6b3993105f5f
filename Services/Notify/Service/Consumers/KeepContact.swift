import Contracts
import Messaging
import MessagingLive
import Postgres

/// Keeps a person's verified contact data; mails that waited for it go out.
struct KeepContact: MessageHandler {
    static let consumer: ConsumerName = "notify.keep-contact"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let bell: SendingBell

    func handle(_ event: ContactVerified, in tx: Transaction, context: MessageContext) throws {
        try KnowledgeStore.keep(event, in: tx)
        // One fact may release the mails of many cases.
        tx.afterCommit { self.bell.ringForAll() }
    }
}
