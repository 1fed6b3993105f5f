import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Shows what must be corrected, and opens the form for its applicant.
struct NoteCorrectionRequest: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-correction-requested"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseCorrectionRequested, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(
            .correctionRequested, at: event.requestedAt, round: event.round, unit: event.by.unit,
            remarks: event.remarks.count, day: event.answerBy, note: event.note)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            guard mirror.advance(to: .correctionRequested, round: event.round) else { return }
            mirror.remarks = event.remarks
            mirror.remarksNote = event.note
            mirror.remarksRound = event.round
            mirror.answerBy = event.answerBy
            mirror.dueOn = nil
        }
    }
}
