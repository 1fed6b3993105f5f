internal import CRabbitMQ

extension InboundFrame {
    /// Copies a frame out of the library's memory; `nil` for frames without meaning here (heartbeats).
    init?(wire frame: amqp_frame_t) {
        switch CInt(frame.frame_type) {
        case AMQP_FRAME_METHOD: self.init(method: frame.payload.method)
        case AMQP_FRAME_HEADER:
            guard let decoded = frame.payload.properties.decoded else { return nil }
            self = .header(
                bodySize: frame.payload.properties.body_size,
                properties: AMQPProperties(wire: decoded.load(as: amqp_basic_properties_t.self)))
        case AMQP_FRAME_BODY: self = .body(Array(wire: frame.payload.body_fragment))
        default: return nil
        }
    }

    private init(method: amqp_method_t) {
        guard let decoded = method.decoded else {
            self = .unexpected(method.id)
            return
        }
        switch method.id {
        case amqpBasicDeliver:
            let deliver = decoded.load(as: amqp_basic_deliver_t.self)
            self = .deliver(
                number: deliver.delivery_tag, redelivered: deliver.redelivered != 0,
                exchange: String(wire: deliver.exchange), routingKey: String(wire: deliver.routing_key))
        case amqpBasicReturn:
            let returned = decoded.load(as: amqp_basic_return_t.self)
            self = .returned(code: returned.reply_code, text: String(wire: returned.reply_text))
        case amqpBasicAck:
            let ack = decoded.load(as: amqp_basic_ack_t.self)
            self = .settled(number: ack.delivery_tag, multiple: ack.multiple != 0, isNack: false)
        case amqpBasicNack:
            let nack = decoded.load(as: amqp_basic_nack_t.self)
            self = .settled(number: nack.delivery_tag, multiple: nack.multiple != 0, isNack: true)
        case amqpBasicCancel:
            self = .cancelled(consumerTag: String(wire: decoded.load(as: amqp_basic_cancel_t.self).consumer_tag))
        case amqpChannelClose:
            let close = decoded.load(as: amqp_channel_close_t.self)
            self = .channelClosed(code: close.reply_code, text: String(wire: close.reply_text))
        case amqpConnectionClose:
            let close = decoded.load(as: amqp_connection_close_t.self)
            self = .connectionClosed(code: close.reply_code, text: String(wire: close.reply_text))
        case amqpConnectionBlocked:
            self = .blocked(reason: String(wire: decoded.load(as: amqp_connection_blocked_t.self).reason))
        case amqpConnectionUnblocked: self = .unblocked
        default: self = .unexpected(method.id)
        }
    }
}

// The numbers of the methods (class, method): AMQP 0-9-1 §4.2.4. The header's macros are casts, which Swift does not import.
let amqpBasicDeliver: UInt32 = 60 << 16 | 60
let amqpBasicReturn: UInt32 = 60 << 16 | 50
let amqpBasicAck: UInt32 = 60 << 16 | 80
let amqpBasicNack: UInt32 = 60 << 16 | 120
let amqpBasicCancel: UInt32 = 60 << 16 | 30
let amqpChannelClose: UInt32 = 20 << 16 | 40
let amqpChannelCloseOK: UInt32 = 20 << 16 | 41
let amqpConnectionClose: UInt32 = 10 << 16 | 50
let amqpConnectionCloseOK: UInt32 = 10 << 16 | 51
let amqpConnectionBlocked: UInt32 = 10 << 16 | 60
let amqpConnectionUnblocked: UInt32 = 10 << 16 | 61
