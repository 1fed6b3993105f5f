internal import CLibPQ

/// A statement laid out for libpq: text, types, and all values in one block of memory.
struct StatementCall {
    let key: StatementCache.Key
    private var block: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [CInt] = []
    private var formats: [CInt] = []

    /// - Throws: `PostgresError` when a value is out of range.
    init(_ sql: SQL) throws {
        self.key = StatementCache.Key(text: sql.text, types: sql.binds.map(\.type.rawValue))
        for (index, bind) in sql.binds.enumerated() {
            switch bind.value {
            case .null: self.append(nil as [UInt8]?, format: 0)
            case .text(let text): self.append(text.utf8, format: 0)
            case .binary(let bytes): self.append(bytes, format: 1)
            case .outOfRange:
                throw PostgresError(
                    .decoding, .numericValueOutOfRange, phase: .statement, message: "parameter $\(index + 1)",
                    column: "$\(index + 1)", statement: sql.text)
            }
        }
    }

    private mutating func append(_ bytes: (some Collection<UInt8>)?, format: CInt) {
        self.formats.append(format)
        self.lengths.append(CInt(bytes?.count ?? 0))
        self.offsets.append(bytes == nil ? nil : self.block.count)
        if let bytes {
            self.block += bytes
            self.block.append(0)  // ends a text value
        }
    }

    /// About how many bytes it is on its way.
    var size: Int { self.key.text.utf8.count + self.block.count }

    func sendPlain(on connection: OpaquePointer) -> CInt {
        self.withValues {
            PQsendQueryParams(
                connection, self.key.text, CInt(self.formats.count), self.key.types, $0, self.lengths, self.formats, 0)
        }
    }

    func sendPrepare(name: String, on connection: OpaquePointer) -> CInt {
        PQsendPrepare(connection, name, self.key.text, CInt(self.key.types.count), self.key.types)
    }

    func sendPrepared(_ prepared: StatementCache.Prepared, on connection: OpaquePointer) -> CInt {
        self.withValues {
            PQsendQueryPrepared(
                connection, prepared.name, CInt(self.formats.count), $0, self.lengths, self.formats,
                prepared.isBinary ? 1 : 0)
        }
    }

    /// libpq copies the values before the call returns.
    private func withValues<T>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T) -> T {
        self.block.withUnsafeBytes { block in
            let values = self.offsets.map { offset in
                offset.flatMap { block.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return values.withUnsafeBufferPointer { values in
                guard let base = values.baseAddress else {
                    var none: UnsafePointer<CChar>?
                    return withUnsafePointer(to: &none) { body($0) }
                }
                return body(base)
            }
        }
    }
}
