import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Notes that the case is closed.
struct NoteCompletion: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-completed"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseCompleted, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(.completed, at: event.completedAt)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            _ = mirror.advance(to: .completed)
        }
    }
}
