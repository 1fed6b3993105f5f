internal import CLibPQ

/// Owner of one `PGresult`. Not `Sendable`: it stays on the connection's thread with the rows that refer to it.
final class ResultSet {
    private let raw: OpaquePointer
    let rowCount: Int32
    let columnCount: Int
    private lazy var positions: [String: Int32] = {
        var positions: [String: Int32] = [:]
        for position in 0..<Int32(self.columnCount) where positions[self.name(of: position)] == nil {
            positions[self.name(of: position)] = position
        }
        return positions
    }()

    init(_ raw: OpaquePointer) {
        self.raw = raw
        self.rowCount = PQntuples(raw)
        self.columnCount = Int(PQnfields(raw))
    }

    // A result is independent of its connection and may be cleared on any thread.
    deinit { PQclear(self.raw) }

    func position(of column: String) -> Int32? { self.positions[column] }

    func name(of position: Int32) -> String { PQfname(self.raw, position).map { String(cString: $0) } ?? "" }

    func type(of position: Int32) -> PostgresType { PostgresType(rawValue: PQftype(self.raw, position)) }

    func cell(row: Int32, column: Int32) -> PostgresCell? {
        guard PQgetisnull(self.raw, row, column) == 0 else { return nil }
        return PostgresCell(
            type: self.type(of: column), isBinary: PQfformat(self.raw, column) == 1,
            bytes: UnsafeRawBufferPointer(
                start: PQgetvalue(self.raw, row, column), count: Int(PQgetlength(self.raw, row, column))))
    }

    /// The number of rows that the statement changed or returned.
    var affectedRows: Int { PQcmdTuples(self.raw).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The name of the command that the server ran, e.g. `COMMIT`.
    var commandTag: String { PQcmdStatus(self.raw).map { String(cString: $0) } ?? "" }

    func map<T>(_ decode: (Row) throws -> T) throws -> [T] {
        var values: [T] = []
        values.reserveCapacity(Int(self.rowCount))
        for index in 0..<self.rowCount { values.append(try decode(Row(result: self, index: index))) }
        return values
    }
}
