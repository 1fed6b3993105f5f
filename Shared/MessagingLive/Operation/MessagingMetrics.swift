import Contracts
import Messaging
import Metrics

/// What messaging measures. Labels are bounded: queues, consumers and outcomes, never ids.
enum MessagingMetrics {
    static func settled(queue: String, outcome: String) {
        Counter(label: "layak_messages_total", dimensions: [("queue", queue), ("outcome", outcome)]).increment()
    }

    /// A command that was not carried out before any handler saw it. The reason is a code of ours, never the sender's text.
    static func rejected(queue: String, reason: ParkReason) {
        Counter(label: "layak_commands_rejected_total", dimensions: [("queue", queue), ("reason", reason.rawValue)])
            .increment()
    }

    static func published(outcome: String, count: Int) {
        guard count > 0 else { return }
        Counter(label: "layak_published_total", dimensions: [("outcome", outcome)]).increment(by: Int64(count))
    }

    /// Rows that no queue took, and rows behind them: an alarm while it is not 0.
    static func stuck(_ count: Int) { Gauge(label: "layak_outbox_stuck_rows").record(count) }

    /// Rows in the outbox's default partition, up to a thousand: an alarm while it is not 0.
    static func outsidePartitions(_ count: Int) { Gauge(label: "layak_outbox_default_partition_rows").record(count) }

    /// A relay that the database no longer heard of was cut off.
    static func relayCut() { Counter(label: "layak_relays_cut_total").increment() }

    static func handled(consumer: String, outcome: String, since start: ContinuousClock.Instant) {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        Metrics.Timer(label: "layak_handler_seconds", dimensions: [("consumer", consumer), ("outcome", outcome)])
            .recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// With 0 the counter begins: a rate over a counter that is first seen with its first rise shows no rise.
    static func foundMissing(consumer: String, count: Int) {
        Counter(label: "layak_reconciliation_missing_total", dimensions: [("consumer", consumer)])
            .increment(by: Int64(count))
    }

    /// With 0 the counter begins.
    static func sentAgain(count: Int) {
        Counter(label: "layak_reconciliation_sent_again_total").increment(by: Int64(count))
    }

    static func timerFired(name: String, outcome: String) {
        Counter(label: "layak_timers_total", dimensions: [("name", name), ("outcome", outcome)]).increment()
    }
}
