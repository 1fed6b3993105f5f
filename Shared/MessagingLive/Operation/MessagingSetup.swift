public import Contracts
public import Foundation
public import Logging
public import Messaging
public import Postgres

/// What every part of a service's messaging shares. Time, identifiers and randomness are handed in.
public struct MessagingSetup: Sendable {
    /// The service.
    public var service: ServiceName
    /// Its database, with the tables of ``MessagingSchema``.
    public var database: Database
    /// Which broker users may send which commands, and where each reads its answers.
    public var senders: CommandSenders
    /// With whom it compares what was published with what has arrived.
    public var peers: ReconciliationPeers
    /// Bounds.
    public var limits: MessagingLimits
    /// The present moment.
    public var now: @Sendable () -> Date
    /// Which clock says that a timer, or another attempt, is due.
    public var timerClock: TimerClock
    /// 0 ..< 1, for the spread of waits.
    public var random01: @Sendable () -> Double
    /// Where identifiers come from.
    public var identifiers: IdentifierSource
    /// Where everything is logged.
    public var logger: Logger
    /// Shared by all consumers of the process.
    let solitude = Solitude()
    /// Shared by all that runs what waits.
    let beginnings = Beginnings()

    /// A setup with the system's clock, randomness and identifiers, and Layak's own peers, unless others are given.
    public init(
        service: ServiceName, database: Database, senders: CommandSenders = .layak,
        peers: ReconciliationPeers? = nil, limits: MessagingLimits = MessagingLimits(), logger: Logger,
        identifiers: IdentifierSource = .system, now: @escaping @Sendable () -> Date = { Date() },
        timerClock: TimerClock = .database,
        random01: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.service = service
        self.database = database
        self.senders = senders
        self.peers = peers ?? ReconciliationPeers(of: service)
        self.limits = limits
        self.logger = logger
        self.identifiers = identifiers
        self.now = now
        self.timerClock = timerClock
        self.random01 = random01
    }
}
