public import Foundation

extension UInt8: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .bytea }
    public static func encodePostgres(array: [UInt8]) -> PostgresValue { .binary(array) }

    public static func decodePostgres(array cell: PostgresCell) throws -> [UInt8] {
        try cell.require(.bytea)
        if cell.isBinary { return Array(cell.bytes) }
        // bytea_output = hex: \x0123…
        guard cell.bytes.count >= 2, cell.bytes.count.isMultiple(of: 2), cell.bytes[0] == UInt8(ascii: "\\"),
            cell.bytes[1] == UInt8(ascii: "x")
        else { throw PostgresDecodingProblem.malformed }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cell.bytes.count / 2 - 1)
        for index in stride(from: 2, to: cell.bytes.count, by: 2) {
            bytes.append(try Self.nibble(cell.bytes[index]) << 4 | Self.nibble(cell.bytes[index + 1]))
        }
        return bytes
    }

    private static func nibble(_ character: UInt8) throws -> UInt8 {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return character - UInt8(ascii: "a") + 10
        default: throw PostgresDecodingProblem.malformed
        }
    }
}

extension String: TextArrayElement {
    public static var postgresArrayType: PostgresType { .textArray }
    static var acceptedArrayTypes: [PostgresType] { [.textArray, .varcharArray] }
    var arrayText: String { self }
    init(arrayText: String) { self = arrayText }
}

extension TextArrayElement where Self: FixedWidthInteger {
    static var acceptedArrayTypes: [PostgresType] { [.int8Array, .int4Array, .int2Array] }
    var arrayText: String { String(self) }
    init(arrayText: String) throws {
        guard let wide = Int64(arrayText) else { throw PostgresDecodingProblem.malformed }
        guard let number = Self(exactly: wide) else { throw PostgresDecodingProblem.overflow }
        self = number
    }
}

extension Int: TextArrayElement {
    public static var postgresArrayType: PostgresType { .int8Array }
}

extension Int64: TextArrayElement {
    public static var postgresArrayType: PostgresType { .int8Array }
}

extension Int32: TextArrayElement {
    public static var postgresArrayType: PostgresType { .int4Array }
}

extension Int16: TextArrayElement {
    public static var postgresArrayType: PostgresType { .int2Array }
}

extension Bool: TextArrayElement {
    public static var postgresArrayType: PostgresType { .boolArray }
    var arrayText: String { self ? "t" : "f" }
    init(arrayText: String) { self = arrayText == "t" }
}

extension UUID: TextArrayElement {
    public static var postgresArrayType: PostgresType { .uuidArray }
    var arrayText: String { self.uuidString }
    init(arrayText: String) throws {
        guard let uuid = UUID(uuidString: arrayText) else { throw PostgresDecodingProblem.malformed }
        self = uuid
    }
}

extension Decimal: TextArrayElement {
    public static var postgresArrayType: PostgresType { .numericArray }
    var arrayText: String { self.isNaN ? "NaN" : self.description }
    init(arrayText: String) throws { self = try Decimal.exact(arrayText) }
}
