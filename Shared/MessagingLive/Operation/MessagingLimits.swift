public import Messaging
import Threading

/// The bounds of everything that waits, grows or repeats.
public struct MessagingLimits: Hashable, Sendable {
    /// How many transactions of one queue run at a time; the same subject never twice.
    public var lanes = 4
    /// How many deliveries one transaction takes at most.
    public var batch = 32
    /// How many deliveries of one queue are held unsettled.
    public var prefetch = 128
    /// The relay's window, pages and progress.
    public var relay = RelayMachine.Limits()
    /// A relay of which the database has heard nothing for so long is cut off, and another takes over. Well above
    /// ``RelayMachine/Limits/heartbeat`` and the statement timeout.
    public var relaySilence: Duration = .seconds(6)
    /// How long the relay, the retries and the timers sleep when nobody wakes them; at most a second.
    public var poll: Duration = .seconds(1)
    /// The longest wait between two attempts to publish a row that no queue took.
    public var stuckCap: Duration = .seconds(60)
    /// The longest pause of a row that a queue refused.
    public var refusedCap: Duration = .seconds(1)
    /// The longest wait while the database or the broker is away.
    public var awayCap: Duration = .seconds(2)
    /// How many due retries run at a time.
    public var retriesAtOnce = 4
    /// How many due timers are fired at a time by one process.
    public var timersAtOnce = 2
    /// How often a replay run is looked at while it is alive.
    public var replayPoll: Duration = .milliseconds(250)

    /// The times by which what was published is compared with what has arrived.
    public var reconciliation = ReconciliationRules()
    /// How many messages one question of reconciliation is about.
    public var rowsCompared = 1000
    /// How many rows of the outbox one look of reconciliation passes over, whether they are asked about or not.
    public var rowsInSight = 5000
    /// How many rows of the outbox one transaction of a rebuild passes over; well within a statement's time.
    public var rowsRebuilt = 20_000
    /// How long reconciliation sleeps when nobody wakes it.
    public var reconciliationPoll: Duration = .seconds(5)

    /// The bounds of a service on two cores.
    public init() {}

    func consumer(batch: Int) -> ConsumerMachine.Limits {
        ConsumerMachine.Limits(
            lanes: self.lanes, batch: batch, hold: Backoff(first: .milliseconds(50), cap: self.awayCap))
    }
}
