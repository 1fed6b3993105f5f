import Contracts
import Foundation
import Messaging
import MessagingLive
import NotifyDomain
import Postgres

/// Tells the applicant that the submission is with the unit.
struct TellReceived: MessageHandler {
    static let consumer: ConsumerName = "notify.tell-received"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let telling: Telling

    func handle(_ event: CaseOpened, in tx: Transaction, context: MessageContext) throws {
        try KnowledgeStore.keep(event, in: tx)
        try self.telling.tell(
            .received, event.caseId, facts: NoticeValues(), at: event.openedAt, in: tx, context: context)
    }
}
