import Contracts
import Messaging
import MessagingLive
import Postgres

/// Keeps a version of a service standard; notices that waited for it are planned.
struct KeepStandard: MessageHandler {
    static let consumer: ConsumerName = "notify.keep-standard"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let notices: NoticeStore
    let bell: SendingBell

    func handle(_ event: StandardPublished, in tx: Transaction, context: MessageContext) throws {
        try KnowledgeStore.keep(KnownStandard(event), in: tx)
        _ = try self.notices.planAll(now: context.now, in: tx)
        // One fact may release the mails of many cases.
        tx.afterCommit { self.bell.ringForAll() }
    }
}
