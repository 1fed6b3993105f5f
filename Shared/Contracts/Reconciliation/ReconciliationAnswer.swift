/// The consumer's answer; its `causationid` names the statement.
public struct ReconciliationAnswer: MessageBody, Hashable {
    public static let type: MessageType = "reconciliation.answer.v1"

    /// What of the statement the consumer has neither applied nor kept; empty when it lacks nothing.
    public var missing: [SequenceRange]
    /// How many messages of the publisher wait at the consumer for another attempt, or for one before them. They are not
    /// missing.
    public var waiting: Int
    /// How many rest parked until an operator looks at them. They are not missing either.
    public var parked: Int

    /// Takes every part as it is.
    public init(missing: [SequenceRange], waiting: Int, parked: Int) {
        self.missing = missing
        self.waiting = waiting
        self.parked = parked
    }
}
