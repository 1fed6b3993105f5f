#if LAYAK_MUTANTS
    import Glibc
    import Synchronization
#endif

/// A place in the life of a message at which a process can be made to end as `kill -9` ends it, to see that nothing is lost
/// and nothing doubled.
///
/// Only a build with `LAYAK_MUTANTS=1` knows how; in every other ``reach()`` is empty, and the optimiser removes it.
public enum CrashPoint: String, CaseIterable, Sendable {
    /// A transaction that wrote to the outbox has committed, and nobody has been woken.
    case outboxCommitted = "outbox.committed"
    /// Rows have been read, and nothing of them has been published.
    case relayRead = "relay.read"
    /// The first bytes of a message are on their way, and the broker has said nothing.
    case publisherSent = "publisher.sent"
    /// The broker has confirmed, and the relay does not know it.
    case relayPublished = "relay.published"
    /// The relay knows it, and the cursor has not moved.
    case cursorMoving = "cursor.moving"
    /// The cursor has moved in a transaction that is open.
    case cursorMoved = "cursor.moved"
    /// The cursor's transaction has committed.
    case cursorCommitted = "cursor.committed"
    /// A delivery is here, and its transaction has not begun.
    case delivered = "consumer.delivered"
    /// Its transaction is open, and what is known of it has been read.
    case inboxRead = "inbox.read"
    /// Its handler has written, and the position has not moved.
    case handled = "inbox.handled"
    /// Everything is written, and nothing is committed.
    case inboxWritten = "inbox.written"
    /// It is committed, and not acknowledged.
    case unacknowledged = "consumer.unacknowledged"
    /// It is acknowledged.
    case acknowledged = "consumer.acknowledged"
    /// What came early has been looked up for its turn, and not begun.
    case earlyFound = "early.found"
    /// The row of another attempt is written, and not committed.
    case retryWritten = "retry.written"
    /// The row of another attempt is committed, and the delivery is not acknowledged.
    case retryCommitted = "retry.committed"
    /// Another attempt has been counted, and not begun.
    case retryBegun = "retry.begun"
    /// Another attempt has ended, and its counter is still there.
    case retryEnded = "retry.ended"
    /// A parked message is written, and not committed.
    case parkingWritten = "parking.written"
    /// A parked message is committed, and the delivery is not acknowledged.
    case parkingCommitted = "parking.committed"
    /// A command's reply is written, and not committed.
    case replyWritten = "reply.written"
    /// A timer has been taken, and not fired.
    case timerTaken = "timer.taken"
    /// A timer's handler has written, and nothing is committed.
    case timerHandled = "timer.handled"
    /// A timer's transaction has committed, and nobody has counted it.
    case timerCommitted = "timer.committed"

    #if LAYAK_MUTANTS
        private static let chosen = Mutex<(point: CrashPoint, left: Int)?>(nil)

        /// Chooses where this process ends: when it comes to this place for the `time`th time.
        public func choose(time: Int = 1) { Self.chosen.withLock { $0 = (self, time) } }

        /// Ends the process if this is the place.
        public func reach() {
            let ends = Self.chosen.withLock { chosen -> Bool in
                guard chosen?.point == self else { return false }
                chosen?.left -= 1
                return chosen?.left == 0
            }
            if ends { kill(getpid(), SIGKILL) }
        }
    #else
        /// Nothing here: this build ends nowhere.
        @inlinable
        @inline(__always)
        public func reach() {}
    #endif
}
