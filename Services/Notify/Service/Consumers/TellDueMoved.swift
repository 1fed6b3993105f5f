import Contracts
import Foundation
import Messaging
import MessagingLive
import NotifyDomain
import Postgres

/// Tells the applicant that a newer calendar has moved the end of the clock, and notes the new end for the result's notice.
struct TellDueMoved: MessageHandler {
    static let consumer: ConsumerName = "notify.tell-due-moved"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let telling: Telling

    func handle(_ event: CaseDueMoved, in tx: Transaction, context: MessageContext) throws {
        try KnowledgeStore.setClock(of: event.caseId, to: event.newDueAt, in: tx)
        let facts = NoticeValues(texts: [
            .dueDate: IndonesianDate.text(event.newDueOn), .oldDueDate: IndonesianDate.text(event.oldDueOn),
            .cause: event.reason,
        ])
        try self.telling.tell(.dueMoved, event.caseId, facts: facts, at: event.movedAt, in: tx, context: context)
    }
}
