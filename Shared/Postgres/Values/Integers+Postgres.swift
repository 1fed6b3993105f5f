extension PostgresEncodable where Self: FixedWidthInteger {
    public var postgresValue: PostgresValue { .binary(bigEndianBytes(self)) }
}

extension PostgresDecodable where Self: FixedWidthInteger {
    /// Reads smallint, integer, bigint or oid; a number that does not fit is an error.
    public init(postgres cell: PostgresCell) throws {
        try cell.require(.int8, .int4, .int2, .oid)
        let wide: Int64
        if !cell.isBinary {
            guard let number = Int64(try cell.text) else { throw PostgresDecodingProblem.malformed }
            wide = number
        } else if cell.type == .int8 {
            wide = try cell.bigEndian(Int64.self)
        } else if cell.type == .int4 {
            wide = Int64(try cell.bigEndian(Int32.self))
        } else {
            wide = Int64(try cell.bigEndian(Int16.self))
        }
        guard let number = Self(exactly: wide) else { throw PostgresDecodingProblem.overflow }
        self = number
    }
}

extension Int: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int4 }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int2 }
}
