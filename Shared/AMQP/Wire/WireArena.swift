internal import CRabbitMQ

/// Memory for the C structures of one call, freed together when the call is over.
struct WireArena: ~Copyable {
    private var blocks: [UnsafeMutableRawPointer] = []

    deinit { for block in self.blocks { block.deallocate() } }

    mutating func bytes(_ octets: some Collection<UInt8>) -> amqp_bytes_t {
        guard !octets.isEmpty else { return amqp_bytes_t(len: 0, bytes: nil) }
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: octets.count, alignment: 1)
        room.copyBytes(from: octets)
        self.blocks.append(room.baseAddress!)  // not empty, so there is a base address
        return amqp_bytes_t(len: octets.count, bytes: room.baseAddress)
    }

    mutating func bytes(_ text: String) -> amqp_bytes_t { self.bytes(text.utf8) }

    mutating func table(_ values: [String: AMQPValue]) -> amqp_table_t {
        self.table(values.sorted { $0.key < $1.key }.map { ($0.key, self.field($0.value)) })
    }

    mutating func table(_ fields: [(String, amqp_field_value_t)]) -> amqp_table_t {
        guard !fields.isEmpty else { return amqp_empty_table }
        let entries = UnsafeMutablePointer<amqp_table_entry_t>.allocate(capacity: fields.count)
        self.blocks.append(UnsafeMutableRawPointer(entries))
        for (index, (name, value)) in fields.enumerated() {
            (entries + index).initialize(to: amqp_table_entry_t(key: self.bytes(name), value: value))
        }
        return amqp_table_t(num_entries: CInt(fields.count), entries: entries)
    }

    mutating func field(_ value: AMQPValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        switch value {
        case .string(let text):
            field.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            field.value.bytes = self.bytes(text)
        case .int64(let number):
            field.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
            field.value.i64 = number
        case .bool(let bool):
            field.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
            field.value.boolean = bool ? 1 : 0
        case .bytes(let octets):
            field.kind = UInt8(AMQP_FIELD_KIND_BYTES.rawValue)
            field.value.bytes = self.bytes(octets)
        case .timestamp(let date):
            field.kind = UInt8(AMQP_FIELD_KIND_TIMESTAMP.rawValue)
            field.value.u64 = wireSeconds(date)
        }
        return field
    }

    mutating func nested(_ table: amqp_table_t) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        field.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
        field.value.table = table
        return field
    }
}
