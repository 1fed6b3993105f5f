internal import CRabbitMQ

extension AMQPProperties {
    /// As librabbitmq takes them; the memory belongs to `arena`.
    func wire(in arena: inout WireArena) -> amqp_basic_properties_t {
        var wire = amqp_basic_properties_t()
        var flags: CInt = AMQP_BASIC_DELIVERY_MODE_FLAG
        wire.delivery_mode = self.persistent ? 2 : 1
        func set(_ text: String?, _ flag: CInt, _ field: inout amqp_bytes_t) {
            guard let text else { return }
            field = arena.bytes(text)
            flags |= flag
        }
        set(self.contentType, AMQP_BASIC_CONTENT_TYPE_FLAG, &wire.content_type)
        set(self.type, AMQP_BASIC_TYPE_FLAG, &wire.type)
        set(self.messageID, AMQP_BASIC_MESSAGE_ID_FLAG, &wire.message_id)
        set(self.correlationID, AMQP_BASIC_CORRELATION_ID_FLAG, &wire.correlation_id)
        set(self.replyTo, AMQP_BASIC_REPLY_TO_FLAG, &wire.reply_to)
        set(self.appID, AMQP_BASIC_APP_ID_FLAG, &wire.app_id)
        set(self.userID, AMQP_BASIC_USER_ID_FLAG, &wire.user_id)
        if let timestamp = self.timestamp {
            wire.timestamp = wireSeconds(timestamp)
            flags |= AMQP_BASIC_TIMESTAMP_FLAG
        }
        if !self.headers.isEmpty {
            wire.headers = arena.table(self.headers)
            flags |= AMQP_BASIC_HEADERS_FLAG
        }
        wire._flags = amqp_flags_t(flags)
        return wire
    }

    /// Copies them out of the library's memory.
    init(wire: amqp_basic_properties_t) {
        func text(_ field: amqp_bytes_t, _ flag: CInt) -> String? {
            wire._flags & amqp_flags_t(flag) != 0 ? String(wire: field) : nil
        }
        self.init(
            contentType: text(wire.content_type, AMQP_BASIC_CONTENT_TYPE_FLAG),
            type: text(wire.type, AMQP_BASIC_TYPE_FLAG),
            messageID: text(wire.message_id, AMQP_BASIC_MESSAGE_ID_FLAG),
            correlationID: text(wire.correlation_id, AMQP_BASIC_CORRELATION_ID_FLAG),
            replyTo: text(wire.reply_to, AMQP_BASIC_REPLY_TO_FLAG),
            appID: text(wire.app_id, AMQP_BASIC_APP_ID_FLAG),
            userID: text(wire.user_id, AMQP_BASIC_USER_ID_FLAG),
            timestamp: wire._flags & amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG) != 0
                ? date(wireSeconds: wire.timestamp) : nil,
            persistent: wire._flags & amqp_flags_t(AMQP_BASIC_DELIVERY_MODE_FLAG) != 0 && wire.delivery_mode == 2,
            headers: wire._flags & amqp_flags_t(AMQP_BASIC_HEADERS_FLAG) != 0 ? Self.headers(wire.headers) : [:])
    }

    private static func headers(_ table: amqp_table_t) -> [String: AMQPValue] {
        var headers: [String: AMQPValue] = [:]
        for entry in UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries)) {
            headers[String(wire: entry.key)] = AMQPValue(wire: entry.value)
        }
        return headers
    }
}

extension AMQPValue {
    /// Copies one value; `nil` for kinds that ``AMQPValue`` has no case for.
    init?(wire: amqp_field_value_t) {
        switch amqp_field_value_kind_t(rawValue: UInt32(wire.kind)) {
        case AMQP_FIELD_KIND_UTF8: self = .string(String(wire: wire.value.bytes))
        case AMQP_FIELD_KIND_BYTES: self = .bytes(Array(wire: wire.value.bytes))
        case AMQP_FIELD_KIND_BOOLEAN: self = .bool(wire.value.boolean != 0)
        case AMQP_FIELD_KIND_I8: self = .int64(Int64(wire.value.i8))
        case AMQP_FIELD_KIND_U8: self = .int64(Int64(wire.value.u8))
        case AMQP_FIELD_KIND_I16: self = .int64(Int64(wire.value.i16))
        case AMQP_FIELD_KIND_U16: self = .int64(Int64(wire.value.u16))
        case AMQP_FIELD_KIND_I32: self = .int64(Int64(wire.value.i32))
        case AMQP_FIELD_KIND_U32: self = .int64(Int64(wire.value.u32))
        case AMQP_FIELD_KIND_I64: self = .int64(wire.value.i64)
        case AMQP_FIELD_KIND_U64:
            guard let number = Int64(exactly: wire.value.u64) else { return nil }
            self = .int64(number)
        case AMQP_FIELD_KIND_TIMESTAMP:
            guard let date = date(wireSeconds: wire.value.u64) else { return nil }
            self = .timestamp(date)
        default: return nil
        }
    }
}

extension String {
    /// Copies text; broken UTF-8 is repaired with replacement characters.
    init(wire bytes: amqp_bytes_t) {
        self = String(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
    }
}

extension Array<UInt8> {
    /// Copies octets.
    init(wire bytes: amqp_bytes_t) { self = Array(UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len)) }
}
