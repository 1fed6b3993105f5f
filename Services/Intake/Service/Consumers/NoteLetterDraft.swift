import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Notes that the letter is being written; what it says stays inside.
struct NoteLetterDraft: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-letter-drafted"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseLetterDrafted, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(.letterDrafted, at: event.draftedAt, unit: event.by.unit)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            _ = mirror.advance(to: .letterDrafted)
        }
    }
}
