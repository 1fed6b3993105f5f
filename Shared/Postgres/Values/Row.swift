/// One row of a result; its columns are read by name or position, with a type.
///
/// Every failure is a `PostgresError` of kind `decoding` that names the column: NULL for a type that is not optional,
/// another type, a number that does not fit.
public struct Row {
    private let result: ResultSet
    private let index: Int32

    init(result: ResultSet, index: Int32) {
        self.result = result
        self.index = index
    }

    /// The value of the column with this name (the first one, when several have it).
    public func get<Value: PostgresDecodable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        guard let position = self.result.position(of: column) else {
            throw PostgresError.decoding(.noSuchColumn, column: column, wanted: "\(type)")
        }
        return try self.read(position, as: type)
    }

    /// The value of the column at this position, counted from 0.
    public func get<Value: PostgresDecodable>(_ position: Int, as type: Value.Type = Value.self) throws -> Value {
        guard (0..<self.result.columnCount).contains(position) else {
            throw PostgresError.decoding(.noSuchColumn, column: "number \(position)", wanted: "\(type)")
        }
        return try self.read(Int32(position), as: type)
    }

    /// The value of the column as an enumeration (or another wrapper) of its raw value.
    @_disfavoredOverload
    public func get<Value: RawRepresentable>(_ column: String, as type: Value.Type = Value.self) throws -> Value
    where Value.RawValue: PostgresDecodable {
        try self.wrap(try self.get(column, as: Value.RawValue.self), column: column)
    }

    /// The value of the column as an enumeration (or another wrapper) of its raw value; `nil` when it is NULL.
    @_disfavoredOverload
    public func get<Value: RawRepresentable>(_ column: String, as type: Value?.Type = Value?.self) throws -> Value?
    where Value.RawValue: PostgresDecodable {
        try self.get(column, as: Value.RawValue?.self).map { try self.wrap($0, column: column) }
    }

    private func wrap<Value: RawRepresentable>(_ raw: Value.RawValue, column: String) throws -> Value {
        guard let value = Value(rawValue: raw) else {
            throw PostgresError.decoding(.malformed, column: column, wanted: "\(Value.self)")
        }
        return value
    }

    private func read<Value: PostgresDecodable>(_ position: Int32, as type: Value.Type) throws -> Value {
        do {
            return try Value.decodePostgres(self.result.cell(row: self.index, column: position))
        } catch let problem as PostgresDecodingProblem {
            throw PostgresError.decoding(problem, column: self.result.name(of: position), wanted: "\(type)")
        }
    }
}
