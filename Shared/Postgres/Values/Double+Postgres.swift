extension Double: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .float8 }
    public var postgresValue: PostgresValue { .binary(bigEndianBytes(self.bitPattern)) }

    /// Reads double precision or real; exact numbers (numeric) are read as `Decimal`.
    public init(postgres cell: PostgresCell) throws {
        try cell.require(.float8, .float4)
        if cell.isBinary {
            self.init(bitPattern: try cell.bigEndian(UInt64.self))
        } else {
            guard let number = Double(try cell.text) else { throw PostgresDecodingProblem.malformed }
            self = number
        }
    }
}
