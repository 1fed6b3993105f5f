import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Notes that a team evaluates.
struct NoteEvaluationOpening: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-evaluation-opened"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseEvaluationOpened, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(.evaluationOpened, at: event.openedAt, unit: event.by.unit)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            _ = mirror.advance(to: .inEvaluation)
        }
    }
}
