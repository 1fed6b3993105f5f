#if LAYAK_MUTANTS
    import Foundation
#endif

/// A defect that can be switched on in a build made for it, to see whether the tests notice.
///
/// In every other build `isActive` is a constant `false`, which the optimiser removes; nothing is read from the environment.
/// A build with `LAYAK_MUTANTS=1` in its environment takes the one that the variable `LAYAK_MUTANT` names at start.
public enum Mutation: String, CaseIterable, Sendable {
    /// A delivery is acknowledged before its transaction has committed.
    case ackBeforeCommit = "ack-before-commit"
    /// Nobody compares a message's number with what its subject has reached.
    case positionNotChecked = "position-not-checked"
    /// The delivery of a failed message is acknowledged before the row that remembers it is written.
    case retryRowAfterAck = "retry-row-after-ack"
    /// The relay's cursor moves before the broker has confirmed.
    case cursorBeforeConfirm = "cursor-before-confirm"
    /// A message that no queue took counts as taken.
    case returnIgnored = "return-ignored"
    /// A confirm of all messages up to one settles only that one.
    case multipleIgnored = "multiple-ignored"
    /// A confirm counts for the next message as well.
    case confirmCountedTwice = "confirm-counted-twice"
    /// What a lost connection leaves unconfirmed counts as confirmed.
    case doubtCountsAsConfirm = "doubt-counts-as-confirm"
    /// A later message of a subject is published although an earlier one was not taken.
    case laterRowOvertakes = "later-row-overtakes"
    /// The reconciliation sends what is missing as new messages.
    case reconciledUnderNewID = "reconciled-under-new-id"
    /// A timer that has fired may fire again.
    case timerFiresAgain = "timer-fires-again"
    /// The database lets a timer fire whose attempt is no longer the one that may, or that has fired.
    case timerClaimUnchecked = "timer-claim-unchecked"
    /// A process that ends accuses every message that it had in hand.
    case neighboursBlamed = "neighbours-blamed"
    /// Nobody looks whether a message has been handled before.
    case noInbox = "no-inbox"
    /// What has been handled is forgotten after a minute.
    case inboxRetentionOfAMinute = "inbox-retention-of-a-minute"
    /// The outbox is read past writers that are still open.
    case cursorByIDOnly = "cursor-by-id-only"
    /// A relay that has been replaced goes on.
    case relayWithoutFence = "relay-without-fence"
    /// A mail goes out before its attempt has been written down.
    case mailBeforeAttempt = "mail-before-attempt"
    /// A mail in doubt is sent again.
    case resendFromDoubt = "resend-from-doubt"

    #if LAYAK_MUTANTS
        /// The one that was chosen at start.
        public static let chosen: Mutation? = ProcessInfo.processInfo.environment["LAYAK_MUTANT"].map { name in
            guard let mutation = Mutation(rawValue: name) else {
                // A name that nobody knows would test nothing and pass: better no run at all.
                preconditionFailure("LAYAK_MUTANT names no defect: \(name)")
            }
            return mutation
        }

        /// Whether this is the defect that was chosen at start.
        public static func isActive(_ mutation: Mutation) -> Bool { self.chosen == mutation }
    #else
        /// Always `false` here: this build has no defects to choose from.
        @inlinable
        @inline(__always)
        public static func isActive(_ mutation: Mutation) -> Bool { false }
    #endif
}
