public import Foundation

extension UUID: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .uuid }
    public var postgresValue: PostgresValue { .binary(withUnsafeBytes(of: self.uuid) { Array($0) }) }

    public init(postgres cell: PostgresCell) throws {
        try cell.require(.uuid)
        if cell.isBinary {
            guard cell.bytes.count == 16 else { throw PostgresDecodingProblem.malformed }
            self.init(uuid: cell.bytes.loadUnaligned(as: uuid_t.self))
        } else {
            guard let uuid = UUID(uuidString: try cell.text) else { throw PostgresDecodingProblem.malformed }
            self = uuid
        }
    }
}
