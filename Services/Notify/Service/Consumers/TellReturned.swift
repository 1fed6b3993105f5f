import Contracts
import Foundation
import Messaging
import MessagingLive
import NotifyDomain
import Postgres

/// Tells the applicant what is missing, and until when it is awaited where the event says it: earlier ones did not.
struct TellReturned: MessageHandler {
    static let consumer: ConsumerName = "notify.tell-returned"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let telling: Telling

    func handle(_ event: CaseReturned, in tx: Transaction, context: MessageContext) throws {
        let facts = NoticeValues(
            texts: [.note: event.note ?? "", .completeBy: event.answerBy.map { IndonesianDate.text($0) } ?? ""],
            lists: [.remarks: event.remarks.map(Telling.text)])
        try self.telling.tell(.returned, event.caseId, facts: facts, at: event.returnedAt, in: tx, context: context)
    }
}
