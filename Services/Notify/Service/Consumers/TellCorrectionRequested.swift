import Contracts
import Foundation
import Messaging
import MessagingLive
import NotifyDomain
import Postgres

/// Tells the applicant what the examination found; the clock ends.
struct TellCorrectionRequested: MessageHandler {
    static let consumer: ConsumerName = "notify.tell-correction-requested"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let telling: Telling

    func handle(_ event: CaseCorrectionRequested, in tx: Transaction, context: MessageContext) throws {
        let facts = NoticeValues(
            texts: [.note: event.note ?? "", .answerBy: IndonesianDate.text(event.answerBy)],
            lists: [.remarks: event.remarks.map(Telling.text)])
        try self.telling.tell(
            .correctionRequested, event.caseId, facts: facts, at: event.requestedAt, in: tx, context: context)
        try KnowledgeStore.setClock(of: event.caseId, to: nil, in: tx)
    }
}
