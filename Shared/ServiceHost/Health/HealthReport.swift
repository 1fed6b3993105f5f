internal import Contracts

/// The answer of `/health`: how the service stands, for people and for monitoring.
struct HealthReport: Codable, Hashable, Sendable {
    /// The messages that wait somewhere.
    struct Messages: Codable, Hashable, Sendable {
        var outboxDepth: Int?
        var outboxAgeSeconds: Double?
        var parked: Int?
        var retrying: Int?
        var early: Int?
        var stuck: Int?
        var overdueTimers: Int?
        var drift: Int?
    }

    /// `ok`, `degraded` (serves, but the broker is away or differs), `unavailable` (the database is away), `draining`.
    var status: String
    var service: String
    var database: Bool
    var broker: String
    var topology: [String]
    var messages: Messages

    init(
        service: ServiceName, isDatabaseThere: Bool, isDraining: Bool, messaging: MessagingHealth?, topology: [String]
    ) {
        self.service = service.name
        self.database = isDatabaseThere
        self.broker = messaging?.broker ?? "not used"
        self.topology = topology
        self.messages = Messages(
            outboxDepth: messaging?.outboxDepth, outboxAgeSeconds: messaging?.outboxAge, parked: messaging?.parked,
            retrying: messaging?.retrying, early: messaging?.early, stuck: messaging?.stuck,
            overdueTimers: messaging?.overdueTimers, drift: messaging?.alarms?.drift)
        self.status =
            if isDraining {
                "draining"
            } else if !isDatabaseThere {
                "unavailable"
            } else if messaging.map({ !$0.isConnected }) ?? false || !topology.isEmpty {
                "degraded"
            } else {
                "ok"
            }
    }
}
