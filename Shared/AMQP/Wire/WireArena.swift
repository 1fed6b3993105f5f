internal import CRabbitMQ

/// Memory for the C structures of one call, freed together when the call is over.
struct WireArena: ~Copyable {
    private static let blockSize = 4096
    private var blocks: [UnsafeMutableRawBufferPointer] = []
    private var used = 0

    deinit { for block in self.blocks { block.deallocate() } }

    /// Memory of a block, a new one when the last has no room: a message has a dozen of short texts.
    private mutating func room(_ count: Int) -> UnsafeMutableRawBufferPointer {
        if let block = self.blocks.last, self.used + count <= block.count {
            defer { self.used += (count + 15) & ~15 }
            return UnsafeMutableRawBufferPointer(rebasing: block[self.used..<self.used + count])
        }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, Self.blockSize), alignment: 16)
        self.blocks.append(block)
        self.used = (count + 15) & ~15
        return UnsafeMutableRawBufferPointer(rebasing: block[0..<count])
    }

    mutating func bytes(_ octets: some Collection<UInt8>) -> amqp_bytes_t {
        guard !octets.isEmpty else { return amqp_bytes_t(len: 0, bytes: nil) }
        let room = self.room(octets.count)
        room.copyBytes(from: octets)
        return amqp_bytes_t(len: octets.count, bytes: room.baseAddress)
    }

    mutating func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { octets in
            guard !octets.isEmpty else { return amqp_bytes_t(len: 0, bytes: nil) }
            let room = self.room(octets.count)
            room.copyMemory(from: UnsafeRawBufferPointer(octets))
            return amqp_bytes_t(len: octets.count, bytes: room.baseAddress)
        }
    }

    mutating func table(_ values: [String: AMQPValue]) -> amqp_table_t {
        let entries = self.entries(values.count)
        // Their order means nothing.
        for (index, (name, value)) in values.enumerated() {
            entries.initializeElement(
                at: index, to: amqp_table_entry_t(key: self.bytes(name), value: self.field(value)))
        }
        return amqp_table_t(num_entries: CInt(values.count), entries: entries.baseAddress)
    }

    mutating func table(_ fields: [(String, amqp_field_value_t)]) -> amqp_table_t {
        let entries = self.entries(fields.count)
        for (index, (name, value)) in fields.enumerated() {
            entries.initializeElement(at: index, to: amqp_table_entry_t(key: self.bytes(name), value: value))
        }
        return amqp_table_t(num_entries: CInt(fields.count), entries: entries.baseAddress)
    }

    private mutating func entries(_ count: Int) -> UnsafeMutableBufferPointer<amqp_table_entry_t> {
        guard count > 0 else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
        return self.room(count * MemoryLayout<amqp_table_entry_t>.stride).bindMemory(to: amqp_table_entry_t.self)
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
