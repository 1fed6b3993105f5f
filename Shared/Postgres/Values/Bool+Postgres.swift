extension Bool: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .bool }
    public var postgresValue: PostgresValue { .binary([self ? 1 : 0]) }

    public init(postgres cell: PostgresCell) throws {
        try cell.require(.bool)
        guard cell.bytes.count == 1 else { throw PostgresDecodingProblem.malformed }
        self = cell.bytes[0] == (cell.isBinary ? 1 : UInt8(ascii: "t"))
    }
}
