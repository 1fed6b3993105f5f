import Contracts
import Foundation
import Messaging
import MessagingLive
import NotifyDomain
import Postgres

/// Tells the applicant until when the result will come, and notes the end of the clock for the result's notice.
struct TellDeclaredComplete: MessageHandler {
    static let consumer: ConsumerName = "notify.tell-declared-complete"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let telling: Telling

    func handle(_ event: CaseDeclaredComplete, in tx: Transaction, context: MessageContext) throws {
        try KnowledgeStore.setClock(of: event.caseId, to: event.dueAt, in: tx)
        let facts = NoticeValues(texts: [
            .dueDate: IndonesianDate.text(event.dueOn), .workingDays: "\(event.workingDays)",
        ])
        try self.telling.tell(
            .declaredComplete, event.caseId, facts: facts, at: event.declaredAt, in: tx, context: context)
    }
}
