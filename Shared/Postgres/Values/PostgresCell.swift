/// One value of a row that is not NULL, in the form that the server sent.
///
/// Valid only while the row's result lives, that is inside the `init(postgres:)` it is given to.
public struct PostgresCell {
    /// The type of the column.
    public let type: PostgresType
    /// Whether the bytes are the binary form of the type; otherwise they are its text.
    public let isBinary: Bool
    /// The bytes, without a zero at the end.
    public let bytes: UnsafeRawBufferPointer

    /// The bytes as UTF-8 text.
    public var text: String {
        get throws {
            guard let text = String(validating: self.bytes, as: UTF8.self) else {
                throw PostgresDecodingProblem.malformed
            }
            return text
        }
    }

    /// Refuses a column of another type.
    func require(_ types: PostgresType...) throws {
        guard types.contains(self.type) else { throw PostgresDecodingProblem.wrongType(self.type) }
    }

    /// The bytes as a big-endian integer of exactly its size.
    func bigEndian<Number: FixedWidthInteger>(_: Number.Type, at offset: Int = 0) throws -> Number {
        guard self.bytes.count >= offset + MemoryLayout<Number>.size else { throw PostgresDecodingProblem.malformed }
        return Number(bigEndian: self.bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}

/// The bytes of an integer, most significant first.
func bigEndianBytes(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}
