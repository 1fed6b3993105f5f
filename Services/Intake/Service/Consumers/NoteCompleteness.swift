import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Shows the due date.
struct NoteCompleteness: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-declared-complete"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseDeclaredComplete, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(
            .declaredComplete, at: event.declaredAt, round: event.round, unit: event.by.unit, day: event.dueOn)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            guard mirror.advance(to: .complete, round: event.round) else { return }
            mirror.dueOn = event.dueOn
        }
    }
}
