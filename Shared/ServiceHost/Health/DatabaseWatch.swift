internal import Logging
internal import Postgres

/// Asks the database every second whether it is there, on a connection of its own, so that a busy pool is not taken for a
/// lost database.
struct DatabaseWatch: Sendable {
    let readiness: Readiness
    let database: Database
    let logger: Logger

    init(_ configuration: DatabaseConfiguration, readiness: Readiness, logger: Logger) {
        var own = configuration
        own.poolSize = 1
        own.leaseTimeout = .seconds(2)
        own.connectTimeout = .seconds(2)
        own.statementTimeout = .seconds(2)
        own.applicationName += "-health"
        self.database = Database(own, logger: logger)
        self.readiness = readiness
        self.logger = logger
    }

    /// Asks until the task is cancelled.
    func run() async {
        var was: Bool?
        while !Task.isCancelled {
            let answered = await self.database.ping()
            self.readiness.database(answered: answered, at: .now)
            if let was, was != answered, !Task.isCancelled {
                self.logger.log(level: answered ? .notice : .error, answered ? "database is back" : "database is lost")
            }
            was = answered
            // Ends early when the task is cancelled, which the loop notices.
            try? await Task.sleep(for: .seconds(1))
        }
        await self.database.close()
    }
}
