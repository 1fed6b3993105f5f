/// Why a column could not be read as the type that was asked for. Holds no value of the column.
public enum PostgresDecodingProblem: Error, Hashable, Sendable {
    /// The column is NULL and the type is not optional.
    case null
    /// The column is of a type that is not read as the wanted one.
    case wrongType(PostgresType)
    /// The value does not fit into the wanted type.
    case overflow
    /// The value has not the form that the type requires.
    case malformed
    /// The result has no such column.
    case noSuchColumn

    /// One short sentence without the value.
    var sentence: String {
        switch self {
        case .null: "is NULL"
        case .wrongType(let type): "has the type with OID \(type.rawValue), which is not read as the wanted type"
        case .overflow: "does not fit into the wanted type"
        case .malformed: "has not the form of the wanted type"
        case .noSuchColumn: "is not in the result"
        }
    }
}
