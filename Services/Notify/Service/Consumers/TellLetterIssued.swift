import Contracts
import Foundation
import Messaging
import MessagingLive
import NotifyDomain
import Postgres

/// Tells the applicant that the letter is there; the clock ends. The delivery of the letter is counted from here.
struct TellLetterIssued: MessageHandler {
    static let consumer: ConsumerName = "notify.tell-letter-issued"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let telling: Telling

    func handle(_ event: CaseLetterIssued, in tx: Transaction, context: MessageContext) throws {
        let facts = NoticeValues(texts: [
            .recommendationNumber: event.recommendationNumber, .letterNumber: event.letterNumber,
            .signerOffice: event.signerOffice, .verificationLink: "/verifikasi/\(event.verificationCode)",
        ])
        try self.telling.tell(
            .letterIssued, event.caseId, letter: event.letterId, facts: facts, at: event.issuedAt, in: tx,
            context: context)
        try KnowledgeStore.setClock(of: event.caseId, to: nil, in: tx)
    }
}
