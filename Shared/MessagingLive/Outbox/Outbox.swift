public import Contracts
public import Foundation
import Messaging
import Mutants
public import Postgres

/// The only way to publish: a row in the transaction that changes the state. The relay does the rest.
public enum Outbox {
    /// Writes an event. It gets the next number of its stream and subject, without gaps: the counter's row is locked until
    /// the transaction ends, so a number is only ever taken by a transaction that commits.
    ///
    /// - Parameters:
    ///   - time: when the fact happened.
    ///   - source: the service.
    ///   - ids: where the message's identifier comes from.
    ///   - causedBy: the message that led to it; gives causation, correlation and trace.
    ///   - traceparent: the trace, when an HTTP request led to it.
    ///   - json: what `ContractJSON` writes for the event, when the caller has it already.
    /// - Returns: the identifier under which it travels.
    @discardableResult
    public static func append(
        _ event: some Event, at time: Date, by source: ServiceName, ids: IdentifierSource, causedBy: Envelope? = nil,
        traceparent: String? = nil, json: [UInt8]? = nil, in tx: Transaction
    ) throws -> MessageID {
        let type = Swift.type(of: event).type
        let envelope = try Self.envelope(type, event.subject, time, source, ids, causedBy, traceparent)
        // A type that the catalogue does not know is treated as one that somebody waits for: stuck is better than lost.
        let mandatory = EventCatalogue.entry(type).map { !$0.isTerminal } ?? true
        try Self.insert(
            envelope, body: try json ?? ContractJSON.encode(event), exchange: ExchangeName.events,
            routingKey: type.name, mandatory: mandatory,
            isNumbered: true, tx)
        return envelope.id
    }

    /// Tells an office that work has arrived. Nobody may be listening; that is not an error.
    @discardableResult
    public static func append(
        worklist entry: WorklistEntry, at time: Date, by source: ServiceName, ids: IdentifierSource,
        causedBy: Envelope? = nil, traceparent: String? = nil, in tx: Transaction
    ) throws -> MessageID {
        let envelope = try Self.envelope(
            WorklistEntry.type, entry.caseId.description, time, source, ids, causedBy, traceparent)
        try Self.insert(
            envelope, body: try ContractJSON.encode(entry), exchange: ExchangeName.worklists,
            routingKey: "unit.\(entry.unit).\(entry.task)",
            mandatory: false, isNumbered: false, tx)
        return envelope.id
    }

    /// Answers a command. Does nothing when its sender did not say where it reads answers.
    @discardableResult
    public static func append(
        reply: CommandReply, to command: Envelope, at time: Date, by source: ServiceName, ids: IdentifierSource,
        in tx: Transaction
    ) throws -> MessageID? {
        guard let replyTo = command.replyTo else { return nil }
        var envelope = Envelope(
            id: ids.next(at: time), type: CommandReply.type, source: source, time: time, subject: "")
        envelope.causationID = command.id
        envelope.correlationID = command.correlationID ?? command.id.description
        envelope.traceparent = command.traceparent
        try Self.insert(
            envelope, body: try ContractJSON.encode(reply), exchange: ExchangeName.replies, routingKey: replyTo,
            mandatory: false,
            isNumbered: false, tx)
        return envelope.id
    }

    /// Tells the channel from which something came how it goes on: `channel.<channel>.<name>`.
    @discardableResult
    public static func append(
        channelUpdate update: some MessageBody, channel: String, name: String, subject: String, at time: Date,
        by source: ServiceName, ids: IdentifierSource, causedBy: Envelope? = nil, traceparent: String? = nil,
        in tx: Transaction
    ) throws -> MessageID {
        let envelope = try Self.envelope(
            Swift.type(of: update).type, subject, time, source, ids, causedBy, traceparent)
        try Self.insert(
            envelope, body: try ContractJSON.encode(update), exchange: ExchangeName.channels,
            routingKey: "channel.\(channel).\(name)",
            mandatory: false, isNumbered: false, tx)
        return envelope.id
    }

    private static func envelope(
        _ type: MessageType, _ subject: String, _ time: Date, _ source: ServiceName, _ ids: IdentifierSource,
        _ causedBy: Envelope?, _ traceparent: String?
    ) throws -> Envelope {
        guard !subject.isEmpty, subject.utf8.count <= 255, subject.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw OutboxError.unusableSubject(type)
        }
        var envelope = Envelope(id: ids.next(at: time), type: type, source: source, time: time, subject: subject)
        Self.connect(&envelope, causedBy, traceparent)
        return envelope
    }

    private static func connect(_ envelope: inout Envelope, _ causedBy: Envelope?, _ traceparent: String?) {
        envelope.causationID = causedBy?.id
        envelope.correlationID = causedBy.map { $0.correlationID ?? $0.id.description } ?? envelope.id.description
        envelope.traceparent = traceparent.flatMap { TraceParent($0)?.text } ?? causedBy?.traceparent
    }

    private static func insert(
        _ envelope: Envelope, body bytes: [UInt8], exchange: String, routingKey: String, mandatory: Bool,
        isNumbered: Bool, _ tx: Transaction
    ) throws {
        guard bytes.count <= RawMessage.largestBody else { throw OutboxError.tooLarge(envelope.type) }
        let time = ContractJSON.text(of: envelope.time)
        let seconds = Int64(envelope.time.timeIntervalSince1970.rounded(.down))
        if isNumbered {
            // The identity is drawn for a row that the counter has returned, that is with the counter's
            // row locked: for one subject, the order of ids is the order of sequences.
            try tx.enqueue(
                """
                WITH numbered AS (
                  INSERT INTO event_sequence AS s (stream, subject, last)
                  VALUES (\(envelope.type.stream.name), \(envelope.subject), 1)
                  ON CONFLICT (stream, subject) DO UPDATE SET last = s.last + 1
                  RETURNING last
                )
                INSERT INTO outbox
                  (message_id, exchange, routing_key, mandatory, type, subject, sequence, source, time, seconds,
                   correlation, causation, trace, body)
                SELECT \(envelope.id.uuid), \(exchange), \(routingKey), \(mandatory), \(envelope.type.name),
                       \(envelope.subject), last, \(envelope.source.name), \(time), \(seconds),
                       \(envelope.correlationID), \(envelope.causationID?.uuid), \(envelope.traceparent), \(bytes)
                  FROM numbered
                """)
        } else {
            try tx.enqueue(
                """
                INSERT INTO outbox
                  (message_id, exchange, routing_key, mandatory, type, subject, sequence, source, time, seconds,
                   correlation, causation, trace, body)
                VALUES (\(envelope.id.uuid), \(exchange), \(routingKey), \(mandatory), \(envelope.type.name),
                        \(envelope.subject), NULL, \(envelope.source.name), \(time), \(seconds),
                        \(envelope.correlationID), \(envelope.causationID?.uuid), \(envelope.traceparent), \(bytes))
                """)
        }
        tx.afterCommit {
            CrashPoint.outboxCommitted.reach()
            ProcessBell.outbox.ring()
        }
    }
}
