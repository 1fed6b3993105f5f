import Contracts
import Logging
import Messaging
import MessagingLive
import Postgres

/// Takes note that a complaint was filed. Nobody is told yet: complainants follow theirs by its tracking code, and
/// officers will get theirs with the complaint desk.
struct NoteComplaint: MessageHandler {
    static let consumer: ConsumerName = "notify.note-complaint"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))

    func handle(_ event: ComplaintFiled, in tx: Transaction, context: MessageContext) throws {
        context.logger.debug("complaint noted", metadata: ["unit": .string(event.unit.text)])
    }
}
