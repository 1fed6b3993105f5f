public import Contracts
public import Foundation
public import Messaging

extension OutgoingMessage {
    /// An event as its publisher sends it, with its place in the stream; the publisher is `test` where nobody has the type.
    ///
    /// - Parameter mandatory: whether a queue must take it.
    /// - Throws: when the event cannot be encoded.
    public static func event(
        _ event: some Event, sequence: Int64, id: MessageID, at time: Date, mandatory: Bool = true
    ) throws -> OutgoingMessage {
        let type = Swift.type(of: event).type
        let envelope = Envelope(
            id: id, type: type, source: EventCatalogue.entry(type)?.publisher ?? "test", time: time,
            subject: event.subject, sequence: sequence)
        return OutgoingMessage(
            exchange: ExchangeName.events, routingKey: type.name, mandatory: mandatory,
            properties: envelope.properties, body: try ContractJSON.encode(event))
    }
}
