import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Notes that Review has opened the case.
struct NoteOpening: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-opened"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseOpened, in tx: Transaction, context: MessageContext) throws {
        try MirrorChange.apply(
            event.caseId, fact: TimelineFact(.opened, at: event.openedAt, unit: event.unit), context, in: tx
        ) { _ in }
    }
}
