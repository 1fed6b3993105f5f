import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Shows the applicant the own rating.
struct NoteRating: MessageHandler {
    static let consumer: ConsumerName = "intake.note-rating-given"
    static let retry = MirrorChange.retry

    func handle(_ event: RatingGiven, in tx: Transaction, context: MessageContext) throws {
        try MirrorChange.apply(
            event.caseId, fact: TimelineFact(.rated, at: event.givenAt, unit: event.unit), context, in: tx
        ) { mirror in
            mirror.ratingScore = event.score
        }
    }
}
