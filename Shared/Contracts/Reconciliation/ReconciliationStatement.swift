/// A publisher asks one consumer which of these messages it lacks. It travels behind them, in the consumer's own queue of
/// events; the same question is asked again under the same message id until it is answered.
public struct ReconciliationStatement: MessageBody, Hashable {
    public static let type: MessageType = "reconciliation.statement.v1"

    /// What the publisher's outbox holds and the broker has confirmed; at most 1,000 ranges.
    public var published: [SequenceRange]

    /// Takes every part as it is.
    public init(published: [SequenceRange]) { self.published = published }
}
