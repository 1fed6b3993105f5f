internal import Contracts
internal import Postgres

/// The text of `/metrics`: what was counted, and what is measured when somebody asks.
struct MetricsPage: Sendable {
    let running: RunningService

    func text() async -> String {
        let registry = self.running.registry
        let service = [("service", self.running.dependencies.name.name)]
        func set(_ name: String, _ value: Double?, _ labels: [(String, String)] = []) {
            if let value { registry.setGauge(name, service + labels, to: value) }
        }
        set("layak_up", 1)
        set("layak_ready", self.running.readiness.isReady(at: .now) ? 1 : 0)
        set("layak_database_up", self.running.readiness.isDatabaseThere(at: .now) ? 1 : 0)
        let pool = self.running.dependencies.database.statistics
        for (state, count) in [
            ("open", pool.size), ("idle", pool.idle), ("lent", pool.leased), ("waiting", pool.waiting),
        ] {
            set("layak_database_pool", Double(count), [("state", state)])
        }
        let limits = self.running.databaseConfiguration
        set("layak_database_statement_timeout_seconds", limits.statementTimeout / .seconds(1))
        set("layak_database_idle_in_transaction_timeout_seconds", limits.idleInTransactionTimeout / .seconds(1))
        if let health = await self.running.messaging?.health() {
            set("layak_broker_connected", health.isConnected ? 1 : 0)
            set("layak_outbox_depth", health.outboxDepth.map(Double.init))
            set("layak_outbox_oldest_age_seconds", health.outboxAge)
            set("layak_parked_messages", health.parked.map(Double.init))
            set("layak_retrying_messages", health.retrying.map(Double.init))
            set("layak_early_messages", health.early.map(Double.init))
            set("layak_inbox_gaps", health.gaps.map(Double.init))
            set("layak_inbox_unplaced", health.inboxUnplaced.map(Double.init))
            set("layak_stuck_events", health.stuck.map(Double.init))
            set("layak_overdue_timers", health.overdueTimers.map(Double.init))
        }
        set("layak_topology_differences", self.running.topology.map { Double($0.differences.count) })
        if let usage = ProcessUsage.now() {
            set("process_resident_memory_bytes", Double(usage.residentBytes))
            set("process_cpu_seconds", usage.processorSeconds)
            set("process_open_fds", Double(usage.openFiles))
        }
        return registry.text()
    }
}
