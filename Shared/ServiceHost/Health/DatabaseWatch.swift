internal import Logging
internal import Postgres
internal import Threading

/// Knows every second whether the database is there: by the transactions that the service runs anyway, and when none has
/// ended lately, by a question on a connection of its own, so that a busy pool is not taken for a lost database.
struct DatabaseWatch: Sendable {
    /// A transaction that ended within this time is answer enough. Messaging looks into the database every second.
    private static let lately: Duration = .milliseconds(1500)

    let readiness: Readiness
    let served: Database
    let database: Database
    let logger: Logger

    /// - Parameter served: the database as the service itself uses it.
    init(of served: Database, _ configuration: DatabaseConfiguration, readiness: Readiness, logger: Logger) {
        var own = configuration
        own.poolSize = 1
        own.leaseTimeout = .seconds(2)
        own.connectTimeout = .seconds(2)
        own.statementTimeout = .seconds(2)
        own.applicationName += "-health"
        self.database = Database(own, logger: logger)
        self.served = served
        self.readiness = readiness
        self.logger = logger
    }

    /// Watches until the task is cancelled.
    func run() async {
        var was: Bool?
        while !Task.isCancelled {
            let answered = await self.look()
            if let was, was != answered, !Task.isCancelled {
                self.logger.log(level: answered ? .notice : .error, answered ? "database is back" : "database is lost")
            }
            was = answered
            await Beat.rest(atMost: .seconds(1))
        }
        await self.database.close()
    }

    /// One look: whether the database is there.
    ///
    /// The connection apart is kept open, also while nothing is asked: a busy server may take too long to give one.
    func look(at now: ContinuousClock.Instant = .now) async -> Bool {
        if self.database.statistics.size > 0, self.noticeAnswer(at: now) { return true }
        let answered = await self.database.ping()
        if answered {
            self.readiness.database(answered: true, at: .now)
            return true
        }
        if self.noticeAnswer(at: now) { return true }
        self.readiness.database(answered: false, at: .now)
        return false
    }

    /// Counts a transaction of the service that ended lately.
    private func noticeAnswer(at now: ContinuousClock.Instant) -> Bool {
        guard let heard = self.served.lastAnswered, now - heard < Self.lately else { return false }
        self.readiness.database(answered: true, at: heard)
        return true
    }
}
