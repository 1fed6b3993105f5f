/// A place in an outbox: rows go by the transaction that wrote them, then by their own number.
public struct OutboxPosition: Hashable, Sendable, Codable, Comparable {
    /// The transaction.
    public var transaction: Int64
    /// The row.
    public var row: Int64

    /// A place.
    public init(transaction: Int64, row: Int64) {
        self.transaction = transaction
        self.row = row
    }

    /// Before the first row.
    public static let start = OutboxPosition(transaction: 0, row: 0)

    public static func < (one: OutboxPosition, other: OutboxPosition) -> Bool {
        (one.transaction, one.row) < (other.transaction, other.row)
    }
}
