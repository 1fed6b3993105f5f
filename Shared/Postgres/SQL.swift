/// One SQL statement whose interpolated values are bind parameters, never text.
///
/// ```swift
/// let sql: SQL = "UPDATE review_case SET state = \(state) WHERE id = \(id.uuid)"
/// ```
/// Values are `PostgresEncodable` (also optionals and arrays) or raw-representable by one. `\(identifier:)` quotes a
/// name, `\(unsafeRaw:)` is the loud exception, and another `SQL` value may be interpolated or added as a fragment.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text between the binds; always one more than there are binds.
    var segments: [String]
    /// The values in the order of their `$n`.
    var binds: [Bind]

    /// A statement without values.
    public init(stringLiteral value: String) {
        self.segments = [value]
        self.binds = []
    }

    /// A statement with values.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    private init() {
        self.segments = [""]
        self.binds = []
    }

    /// The statement as the server gets it, with `$1`, `$2`, … in the places of the values.
    public var text: String {
        var text = self.segments[0]
        text.reserveCapacity(self.segments.reduce(self.binds.count * 4) { $0 + $1.utf8.count })
        for index in self.binds.indices {
            text += "$\(index + 1)"
            text += self.segments[index + 1]
        }
        return text
    }

    /// Joins two fragments; the values of the second are numbered after those of the first.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    /// Adds a fragment at the end.
    public static func += (left: inout SQL, right: SQL) { left.append(right) }

    private mutating func append(_ other: SQL) {
        self.segments[self.segments.count - 1] += other.segments[0]
        self.segments += other.segments.dropFirst()
        self.binds += other.binds
    }

    /// One value and the type that the server is told.
    struct Bind: Sendable {
        var type: PostgresType
        var value: PostgresValue
    }

    /// Collects the pieces of an interpolated statement.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var sql = SQL()

        public init(literalCapacity: Int, interpolationCount: Int) {
            self.sql.segments.reserveCapacity(interpolationCount + 1)
            self.sql.binds.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            self.sql.segments[self.sql.segments.count - 1] += literal
        }

        /// A value: becomes a bind parameter.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            self.sql.binds.append(Bind(type: Value.postgresType, value: value.postgresValue))
            self.sql.segments.append("")
        }

        /// A value or NULL.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            self.sql.binds.append(Bind(type: Value.postgresType, value: value?.postgresValue ?? .null))
            self.sql.segments.append("")
        }

        /// An enumeration or another wrapper of a value: its raw value becomes a bind parameter.
        @_disfavoredOverload
        public mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value)
        where Value.RawValue: PostgresEncodable {
            self.appendInterpolation(value.rawValue)
        }

        /// An optional wrapper of a value: its raw value, or NULL.
        @_disfavoredOverload
        public mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value?)
        where Value.RawValue: PostgresEncodable {
            self.appendInterpolation(value?.rawValue)
        }

        /// A list of wrappers of values: an array of their raw values.
        @_disfavoredOverload
        public mutating func appendInterpolation<Value: RawRepresentable>(_ values: [Value])
        where Value.RawValue: PostgresArrayElement {
            self.appendInterpolation(values.map(\.rawValue))
        }

        /// A fragment of SQL with its own values.
        public mutating func appendInterpolation(_ fragment: SQL) {
            self.sql.append(fragment)
        }

        /// The name of a table, column or role: quoted.
        public mutating func appendInterpolation(identifier: String) {
            self.appendLiteral(quoteIdentifier(identifier))
        }

        /// Text that goes into the statement as it is. Never give it anything that came from outside.
        public mutating func appendInterpolation(unsafeRaw text: String) {
            self.appendLiteral(text)
        }
    }
}

/// A name in double quotes, with the quotes inside it doubled.
func quoteIdentifier(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
