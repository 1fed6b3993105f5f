import AMQP
import Messaging

// The two sides say the same in their own words.

extension AMQPMessage {
    init(_ message: OutgoingMessage) {
        self.init(
            exchange: message.exchange, routingKey: message.routingKey, mandatory: message.mandatory,
            properties: AMQPProperties(message.properties), body: message.body)
    }
}

extension AMQPProperties {
    init(_ properties: MessageProperties) {
        self.init(
            contentType: properties.contentType, type: properties.type, messageID: properties.messageID,
            correlationID: properties.correlationID, replyTo: properties.replyTo, appID: properties.appID,
            userID: properties.userID, timestamp: properties.timestamp, persistent: properties.persistent,
            headers: properties.headers.mapValues { AMQPValue($0) })
    }
}

extension MessageProperties {
    init(_ properties: AMQPProperties) {
        self.init(
            contentType: properties.contentType, type: properties.type, messageID: properties.messageID,
            correlationID: properties.correlationID, replyTo: properties.replyTo, appID: properties.appID,
            userID: properties.userID, timestamp: properties.timestamp, persistent: properties.persistent,
            headers: properties.headers.mapValues { HeaderValue($0) })
    }
}

extension Delivery {
    convenience init(_ delivery: AMQPDelivery) {
        self.init(
            handle: delivery.tag, redelivered: delivery.redelivered, exchange: delivery.exchange,
            routingKey: delivery.routingKey, properties: MessageProperties(delivery.properties), body: delivery.body)
    }
}

extension AMQPValue {
    init(_ value: HeaderValue) {
        self =
            switch value {
            case .string(let text): .string(text)
            case .int64(let number): .int64(number)
            case .bool(let flag): .bool(flag)
            case .bytes(let bytes): .bytes(bytes)
            case .timestamp(let date): .timestamp(date)
            }
    }
}

extension HeaderValue {
    init(_ value: AMQPValue) {
        self =
            switch value {
            case .string(let text): .string(text)
            case .int64(let number): .int64(number)
            case .bool(let flag): .bool(flag)
            case .bytes(let bytes): .bytes(bytes)
            case .timestamp(let date): .timestamp(date)
            }
    }
}

extension PublishReport {
    init(_ outcome: PublishOutcome) {
        self =
            switch outcome {
            case .confirmed: .confirmed
            case .returned(let code, let text): .returned(code: code, text: text)
            case .nacked: .nacked
            case .unknown: .unknown
            }
    }
}

extension BrokerState {
    init(_ state: SessionState) {
        self =
            switch state {
            case .connected: .connected
            case .blocked(let reason): .blocked(reason: reason)
            case .connecting, .stopped: .connecting
            }
    }
}
