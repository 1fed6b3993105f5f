import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Shows the refusal and its reasons to the applicant; it does not enter the catalogue.
struct NoteRefusal: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-refused"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseRefused, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(.refused, at: event.issuedAt, unit: event.unit, number: event.letterNumber)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            guard mirror.advance(to: .refused) else { return }
            mirror.letterID = event.letterId
            mirror.letterNumber = event.letterNumber
            mirror.verificationCode = event.verificationCode
            mirror.reasons = event.reasons
            mirror.decidedAt = event.issuedAt
            mirror.dueOn = nil
        }
    }
}
