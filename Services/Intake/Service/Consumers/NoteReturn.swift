import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Shows the remarks, and opens the form for its applicant.
struct NoteReturn: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-returned"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseReturned, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(
            .returned, at: event.returnedAt, round: event.round, unit: event.by.unit, remarks: event.remarks.count,
            day: event.answerBy, note: event.note)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            guard mirror.advance(to: .returned, round: event.round) else { return }
            mirror.remarks = event.remarks
            mirror.remarksNote = event.note
            mirror.remarksRound = event.round
            mirror.answerBy = event.answerBy
        }
    }
}
