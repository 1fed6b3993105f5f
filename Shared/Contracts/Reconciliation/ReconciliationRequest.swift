/// A consumer that waits for messages asks their publisher to look at once; it answers with a statement.
public struct ReconciliationRequest: MessageBody, Hashable {
    public static let type: MessageType = "reconciliation.request.v1"

    /// What the consumer lacks in front of messages that it has; at most 100 of them.
    public var gaps: [SequenceRange]
    /// Whether an earlier request has not closed them: then the publisher compares everything that it keeps.
    public var isRepeated: Bool

    /// Takes every part as it is.
    public init(gaps: [SequenceRange], isRepeated: Bool) {
        self.gaps = gaps
        self.isRepeated = isRepeated
    }
}
