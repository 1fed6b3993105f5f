import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Notes that the team has evaluated.
struct NoteEvaluation: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-evaluated"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseEvaluated, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(.evaluated, at: event.evaluatedAt, unit: event.by.unit)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            _ = mirror.advance(to: .evaluated)
        }
    }
}
