extension String: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .text }

    /// The bytes themselves: libpq's text form would end silently at a zero byte, so the server sees and refuses it.
    public var postgresValue: PostgresValue { .binary(Array(self.utf8)) }

    /// Reads text and every type that has no Swift type here (date, interval, enumerations, …) in its textual form.
    public init(postgres cell: PostgresCell) throws {
        // Nearly all of them are: a set need not be asked.
        guard cell.type == .text || !PostgresType.notReadAsString.contains(cell.type) else {
            throw PostgresDecodingProblem.wrongType(cell.type)
        }
        if cell.type == .jsonb {
            self = String(decoding: try JSONB(postgres: cell).bytes, as: UTF8.self)
        } else {
            self = try cell.text
        }
    }
}
