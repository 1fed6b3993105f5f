/// The messaging of a service as the host sees it: something that runs and says how it stands.
public protocol MessagingProcess: Sendable {
    /// Runs until the task is cancelled; then finishes what it has begun and returns.
    func run() async throws
    /// How it stands now.
    func health() async -> MessagingHealth
}

/// How messaging stands.
public struct MessagingHealth: Hashable, Sendable {
    /// Whether broker connections are up.
    public var isConnected: Bool
    /// In words, for the operator: `connected`, `connecting`, `blocked: memory`.
    public var broker: String
    /// Events that are written and not yet confirmed by the broker; `nil` while the database cannot be asked.
    public var outboxDepth: Int?
    /// Age of the oldest of them in seconds; 0 when there is none.
    public var outboxAge: Double?
    /// Messages that rest until an operator looks at them.
    public var parked: Int?
    /// Messages that are to be tried again.
    public var retrying: Int?
    /// Messages that wait for one before them.
    public var early: Int?
    /// Events that no queue took, and events that wait behind them.
    public var stuck: Int?
    /// Timers that should have fired more than a minute ago.
    public var overdueTimers: Int?
    /// Subjects whose next event is missing while a later one has waited for more than a minute.
    public var gaps: Int?
    /// Rows of the inbox that no month's partition took.
    public var inboxUnplaced: Int?

    /// A state with everything said.
    public init(
        isConnected: Bool, broker: String, outboxDepth: Int? = nil, outboxAge: Double? = nil, parked: Int? = nil,
        retrying: Int? = nil, early: Int? = nil, stuck: Int? = nil, overdueTimers: Int? = nil,
        gaps: Int? = nil, inboxUnplaced: Int? = nil
    ) {
        self.isConnected = isConnected
        self.broker = broker
        self.outboxDepth = outboxDepth
        self.outboxAge = outboxAge
        self.parked = parked
        self.retrying = retrying
        self.early = early
        self.stuck = stuck
        self.overdueTimers = overdueTimers
        self.gaps = gaps
        self.inboxUnplaced = inboxUnplaced
    }
}
