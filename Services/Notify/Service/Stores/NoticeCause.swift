import Contracts
import Foundation

/// The message that a notice comes from, as far as what follows must know it.
struct NoticeCause: Sendable {
    var message: MessageID
    var type: MessageType
    var publisher: ServiceName
    var correlation: String?
    var traceparent: String?

    init(message: MessageID, type: MessageType, publisher: ServiceName, correlation: String?, traceparent: String?) {
        self.message = message
        self.type = type
        self.publisher = publisher
        self.correlation = correlation
        self.traceparent = traceparent
    }

    init(_ envelope: Envelope) {
        self.init(
            message: envelope.id, type: envelope.type, publisher: envelope.source,
            correlation: envelope.correlationID, traceparent: envelope.traceparent)
    }

    /// The envelope of that message for the outbox, which takes cause, correlation and trace from it.
    func envelope(of notice: StoredNotice) -> Envelope {
        Envelope(
            id: self.message, type: self.type, source: self.publisher, time: notice.occurredAt,
            subject: notice.caseID.description, correlationID: self.correlation, traceparent: self.traceparent)
    }
}
