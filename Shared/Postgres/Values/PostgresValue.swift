/// A value on its way to the server.
public enum PostgresValue: Sendable, Hashable {
    /// NULL.
    case null
    /// The textual form, as `psql` would show it. Must not contain a zero byte.
    case text(String)
    /// The binary form of the type, numbers big-endian.
    case binary([UInt8])
    /// A value that PostgreSQL cannot hold; the statement is refused before it is sent.
    case outOfRange
}
