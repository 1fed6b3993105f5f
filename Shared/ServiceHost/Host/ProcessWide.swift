internal import Logging
internal import Metrics
internal import Synchronization

/// The logging backend of the process, set once.
enum ProcessWideLogging {
    private static let started = Mutex(false)

    static func start(level: Logger.Level) {
        let first = self.started.withLock { started in
            defer { started = true }
            return !started
        }
        guard first else { return }
        LoggingSystem.bootstrap { label in JSONLogHandler(label: label, level: level) }
    }
}

/// The metrics backend of the process, set once.
enum ProcessWideMetrics {
    private static let registry = Mutex<PrometheusRegistry?>(nil)

    static func start() -> PrometheusRegistry {
        let (registry, first) = self.registry.withLock { known -> (PrometheusRegistry, Bool) in
            if let known { return (known, false) }
            let new = PrometheusRegistry()
            known = new
            return (new, true)
        }
        if first { MetricsSystem.bootstrap(PrometheusFactory(registry: registry)) }
        return registry
    }
}
