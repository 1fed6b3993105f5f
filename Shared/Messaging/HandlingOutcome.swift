/// What becomes of one message after one attempt.
public enum HandlingOutcome: Hashable, Sendable {
    /// Its effect is committed, or it had been before.
    case done
    /// It failed; it is tried again after this wait.
    case retryLater(Duration)
    /// It leaves the lane and waits for an operator.
    case park(ParkReason)
}
