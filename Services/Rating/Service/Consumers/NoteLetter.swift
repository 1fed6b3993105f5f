import Contracts
import Messaging
import MessagingLive
import Postgres

/// Notes that a case ended with a letter of recommendation.
struct NoteLetter: MessageHandler {
    static let consumer: ConsumerName = "rating.note-letter"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))

    func handle(_ event: CaseLetterIssued, in tx: Transaction, context: MessageContext) throws {
        try RatedCaseStore.keep(
            event.caseId, outcome: .feasible, at: event.issuedAt, number: event.caseNumber, unit: event.unit,
            title: event.title, institution: event.institution, in: tx)
    }
}
