internal import Foundation
internal import Messaging
internal import MessagingLive
internal import Postgres

/// The messaging of a service over RabbitMQ and PostgreSQL, as the host sees it.
struct LiveMessaging: MessagingProcess {
    let runtime: MessagingRuntime
    let database: Database
    let readiness: Readiness
    let now: @Sendable () -> Date

    func run() async throws { try await self.runtime.run() }

    func health() async -> MessagingHealth {
        let state = self.runtime.brokerState
        let words =
            switch state {
            case .connected: "connected"
            case .connecting: "connecting"
            case .blocked(let reason): "blocked: \(reason)"
            }
        let names = self.runtime.timerNames
        let isThere = self.readiness.isDatabaseThere(at: .now)
        // Who asks for health must not wait for a database that is known to be away. One that goes
        // away now leaves the numbers out, and the database's own part of the answer says why.
        let statistics =
            isThere
            ? try? await self.database.read { try MessagingStatistics.read(timerNames: names, in: $0) } : nil
        var health = MessagingHealth(
            isConnected: state == .connected, broker: words, outboxDepth: statistics?.outboxDepth,
            outboxAge: statistics.map { $0.outboxAge(at: self.now()) / .seconds(1) }, parked: statistics?.parked,
            retrying: statistics?.retries, early: statistics?.early, stuck: statistics?.stuck,
            overdueTimers: statistics?.overdueTimers, gaps: statistics?.gaps,
            inboxUnplaced: statistics?.inboxUnplaced)
        if case .blocked = state { health.isBlocked = true }
        health.alarms = statistics.map { statistics in
            MessagingAlarms(
                failingTimers: statistics.failingTimers, orphanTimers: statistics.orphanTimers,
                earlyAge: statistics.earlyAge(at: self.now()) / .seconds(1), drift: statistics.drift,
                unansweredAge: statistics.unansweredAge(at: self.now()),
                stoppedReplays: statistics.stoppedReplays,
                relayEpoch: statistics.relayEpoch, defaultPartitionBytes: statistics.defaultPartitionBytes)
        }
        return health
    }
}
