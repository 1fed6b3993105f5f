public import Contracts
public import Foundation

/// What is required of an incoming envelope depends on what the message is.
public enum MessageKind: Hashable, Sendable {
    /// A fact: subject, sequence and time are required.
    case event
    /// A request from outside: only `message_id` and `type` are required.
    case command
    /// An answer or a worklist entry: no sequence.
    case notice
}

extension Envelope {
    /// The properties and headers under which the message travels. The actor's token is never written.
    public var properties: MessageProperties {
        var headers: [String: HeaderValue] = [
            HeaderName.time: .string(ContractJSON.text(of: self.time))
        ]
        if !self.subject.isEmpty { headers[HeaderName.subject] = .string(self.subject) }
        if let sequence = self.sequence { headers[HeaderName.sequence] = .int64(sequence) }
        if let cause = self.causationID { headers[HeaderName.causationID] = .string(cause.description) }
        if let correlation = self.correlationID { headers[HeaderName.correlationID] = .string(correlation) }
        if let traceparent = self.traceparent { headers[HeaderName.traceparent] = .string(traceparent) }
        return MessageProperties(
            contentType: "application/json", type: self.type.name, messageID: self.id.description,
            correlationID: self.correlationID, replyTo: self.replyTo, appID: self.source.name,
            timestamp: Date(timeIntervalSince1970: self.time.timeIntervalSince1970.rounded(.down)), headers: headers)
    }

    /// Reads an incoming envelope.
    ///
    /// - Parameter receivedAt: stands in for the time of a command whose sender states none.
    /// - Throws: ``EnvelopeFault`` that names the first part that is missing or malformed; never traps.
    public init(reading properties: MessageProperties, as kind: MessageKind, receivedAt: Date) throws(EnvelopeFault) {
        let id = try Self.required(properties.messageID, "message_id")
        guard let messageID = MessageID(id) else { throw EnvelopeFault(part: "message_id", isMissing: false) }
        let type = try Self.required(properties.type, "type")
        guard Self.isTypeName(type) else { throw EnvelopeFault(part: "type", isMissing: false) }
        let source: String
        if kind == .command {
            source = try Self.word(properties.userID ?? properties.appID, "app_id") ?? "unknown"
        } else {
            source = try Self.required(properties.appID, "app_id")
        }
        let subject = try Self.header(properties, HeaderName.subject)
        var sequence: Int64?
        if let value = properties.headers[HeaderName.sequence] {
            guard let number = value.integer, number >= 1 else {
                throw EnvelopeFault(part: HeaderName.sequence, isMissing: false)
            }
            sequence = number
        }
        if kind == .event {
            if subject == nil { throw EnvelopeFault(part: HeaderName.subject, isMissing: true) }
            if sequence == nil { throw EnvelopeFault(part: HeaderName.sequence, isMissing: true) }
        }
        var causationID: MessageID?
        if let cause = try Self.header(properties, HeaderName.causationID) {
            guard let id = MessageID(cause) else { throw EnvelopeFault(part: HeaderName.causationID, isMissing: false) }
            causationID = id
        }
        let correlationID: String?
        if let property = try Self.word(properties.correlationID, "correlation_id") {
            correlationID = property
        } else {
            correlationID = try Self.header(properties, HeaderName.correlationID)
        }
        let token = properties.headers[HeaderName.actorToken]?.string
        self.init(
            id: messageID, type: MessageType(type), source: ServiceName(source),
            time: try Self.time(properties, kind, receivedAt), subject: subject ?? "", sequence: sequence,
            causationID: causationID, correlationID: correlationID,
            // A malformed trace is dropped, not refused: it is a convenience of operators, not a part of the fact.
            traceparent: properties.headers[HeaderName.traceparent]?.string.flatMap { TraceParent($0)?.text },
            replyTo: try Self.word(properties.replyTo, "reply_to"), actorToken: token.map { Personal($0) })
    }

    private static func time(
        _ properties: MessageProperties, _ kind: MessageKind, _ receivedAt: Date
    ) throws(EnvelopeFault) -> Date {
        if let value = properties.headers[HeaderName.time] {
            if case .timestamp(let date) = value { return date }
            guard let date = value.string.flatMap({ ContractJSON.date(from: $0) }) else {
                throw EnvelopeFault(part: HeaderName.time, isMissing: false)
            }
            return date
        }
        if let timestamp = properties.timestamp { return timestamp }
        guard kind == .command else { throw EnvelopeFault(part: HeaderName.time, isMissing: true) }
        return receivedAt
    }

    private static func header(_ properties: MessageProperties, _ name: String) throws(EnvelopeFault) -> String? {
        guard let value = properties.headers[name] else { return nil }
        guard let text = value.string else { throw EnvelopeFault(part: name, isMissing: false) }
        return try self.word(text, name)
    }

    private static func required(_ text: String?, _ part: String) throws(EnvelopeFault) -> String {
        guard let text = try self.word(text, part) else { throw EnvelopeFault(part: part, isMissing: true) }
        return text
    }

    /// Words end up in text columns and in routing keys: at most 255 bytes, no control characters (PostgreSQL keeps no
    /// NUL, AMQP no longer word). Empty is missing.
    private static func word(_ text: String?, _ part: String) throws(EnvelopeFault) -> String? {
        guard let text, !text.isEmpty else { return nil }
        guard text.utf8.count <= 255, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw EnvelopeFault(part: part, isMissing: false)
        }
        return text
    }

    private static func isTypeName(_ text: String) -> Bool {
        text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
}
