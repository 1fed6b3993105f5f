import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Notes that the design was examined.
struct NoteExamination: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-examined"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseExamined, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(.examined, at: event.examinedAt, round: event.round, unit: event.by.unit)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            _ = mirror.advance(to: .examined, round: event.round)
        }
    }
}
