import Contracts
import Foundation
import Messaging
import MessagingLive
import NotifyDomain
import Postgres

/// Tells the applicant of the refusal and its reasons; the clock ends. The delivery of the letter is counted from here.
struct TellRefused: MessageHandler {
    static let consumer: ConsumerName = "notify.tell-refused"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let telling: Telling

    func handle(_ event: CaseRefused, in tx: Transaction, context: MessageContext) throws {
        let facts = NoticeValues(
            texts: [
                .letterNumber: event.letterNumber, .signerOffice: event.signerOffice,
                .verificationLink: "/verifikasi/\(event.verificationCode)",
            ], lists: [.reasons: event.reasons])
        try self.telling.tell(
            .refused, event.caseId, letter: event.letterId, facts: facts, at: event.issuedAt, in: tx, context: context)
        try KnowledgeStore.setClock(of: event.caseId, to: nil, in: tx)
    }
}
