import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Shows how far the notice came on each channel.
struct NoteDelivery: MessageHandler {
    static let consumer: ConsumerName = "intake.note-delivery-completed"
    static let retry = MirrorChange.retry

    func handle(_ event: DeliveryCompleted, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(.delivered, at: event.completedAt, channels: event.channels)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            mirror.deliveredAt = mirror.deliveredAt ?? event.completedAt
            // Another stream than the letter's: it may come first, and then the letter's own facts still follow.
            if mirror.standing.stage.isDecided { _ = mirror.advance(to: .delivered) }
        }
    }
}
