public import Foundation
public import Postgres

/// What waits, in one cheap query: for `/metrics`, `/health` and the operators' page.
public struct MessagingStatistics: Hashable, Sendable {
    /// Rows that the relay has not yet published; 100,000 stands for that many or more, so that a long outage costs this
    /// query no more than a short one.
    public let outboxDepth: Int
    /// When the oldest of them was written.
    public let outboxOldest: Date?
    /// Rows that no queue took, and rows that wait behind them.
    public let stuck: Int
    /// Messages that rest parked.
    public let parked: Int
    /// Messages that wait for another attempt.
    public let retries: Int
    /// Messages that came before their turn.
    public let early: Int
    /// Messages that a consumer is known to lack at this moment; 0 at rest.
    public let drift: Int
    /// Since when a consumer owes an answer about what it lacks; `nil` when none does.
    public let unansweredSince: Date?
    /// Subjects whose next event is missing while a later one has waited for more than a minute.
    public let gaps: Int
    /// Rows of the inbox that no month's partition took, 1,000 at most; the clock or a publisher's ids are wrong.
    public let inboxUnplaced: Int
    /// When the oldest of them came.
    public let earlyOldest: Date?
    /// Armed timers that are overdue by more than a minute.
    public let overdueTimers: Int
    /// Timers that are due and have failed at least once.
    public let failingTimers: Int
    /// Armed timers of names that nobody here has a handler for.
    public let orphanTimers: Int
    /// Replay runs that stopped at a message that failed again, and that nobody has resumed or cancelled.
    public let stoppedReplays: Int
    /// How often a relay has taken over, since the database was made.
    public let relayEpoch: Int
    /// Bytes of partitions that are there for rows that no other partition takes; nothing should ever get there.
    public let defaultPartitionBytes: Int

    /// How long the oldest row has waited.
    public func outboxAge(at now: Date) -> Duration {
        .seconds(self.outboxOldest.map { max(0, now.timeIntervalSince($0)) } ?? 0)
    }

    /// For how many seconds a consumer has owed an answer; 0 when none does.
    public func unansweredAge(at now: Date) -> Double {
        self.unansweredSince.map { max(0, now.timeIntervalSince($0)) } ?? 0
    }

    /// How long the oldest message that came before its turn has waited.
    public func earlyAge(at now: Date) -> Duration {
        .seconds(self.earlyOldest.map { max(0, now.timeIntervalSince($0)) } ?? 0)
    }

    /// Reads them all.
    ///
    /// - Parameter timerNames: what this process has handlers for; without it, whatever a build has ever declared.
    public static func read(timerNames: [String]? = nil, in tx: Transaction) throws -> MessagingStatistics {
        try tx.one(
            """
            SELECT o.depth, o.oldest,
                   (SELECT count(*) FROM outbox_stuck) AS stuck,
                   (SELECT count(*) FROM parked_message
                     WHERE replayed_at IS NULL AND discarded_at IS NULL) AS parked,
                   (SELECT count(*) FROM retry) AS retries,
                   (SELECT count(*) FROM inbox_early) AS early,
                   (SELECT coalesce(sum(drift), 0)::bigint FROM reconciliation) AS drift,
                   (SELECT min(unanswered) FROM reconciliation) AS unanswered,
                   (SELECT count(*) FROM (SELECT e.queue, e.stream, e.subject, min(e.sequence) AS next FROM inbox_early e
                                           GROUP BY 1, 2, 3
                                          HAVING min(e.received_at) < clock_timestamp() - interval '1 minute') w
                     WHERE w.next > 1 + coalesce((SELECT max(a.sequence) FROM inbox_applied a
                                                   WHERE a.queue = w.queue AND a.stream = w.stream
                                                     AND a.subject = w.subject), 0)
                       AND NOT EXISTS (SELECT 1 FROM retry r WHERE r.queue = w.queue AND r.stream = w.stream
                                          AND r.subject = w.subject)) AS gaps,
                   inbox_unplaced() AS unplaced,
                   (SELECT min(received_at) FROM inbox_early) AS early_oldest,
                   (SELECT count(*) FROM timers
                     WHERE fired_at IS NULL AND due_at < now() - interval '1 minute') AS overdue,
                   (SELECT count(*) FROM timers
                     WHERE fired_at IS NULL AND due_at <= now() AND attempts > 1) AS failing,
                   (SELECT count(*) FROM timers
                     WHERE fired_at IS NULL
                       AND NOT name = ANY (coalesce(\(timerNames), (SELECT array_agg(name) FROM timer_name), '{}'))
                   ) AS orphans,
                   (SELECT count(*) FROM replay_run WHERE state = 'stopped') AS stopped_replays,
                   (SELECT coalesce(max(epoch), 0) FROM outbox_cursor) AS relay_epoch,
                   (SELECT coalesce(sum(pg_relation_size(p.oid)), 0)::bigint FROM pg_class p
                     WHERE p.relispartition AND p.relnamespace = 'public'::regnamespace
                       AND pg_get_expr(p.relpartbound, p.oid) = 'DEFAULT') AS default_bytes
              FROM (SELECT count(*) AS depth, min(w.created_at) AS oldest
                      FROM (SELECT b.created_at
                              FROM outbox_cursor c
                              JOIN LATERAL (SELECT xid, id, created_at FROM outbox
                                             WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(c.lo)))
                                             UNION ALL
                                            (SELECT xid, id, created_at FROM outbox WHERE xid >= pg_snapshot_xmax(c.lo)
                                              ORDER BY xid, id)) b
                                ON b.id > c.last_id OR NOT pg_visible_in_snapshot(b.xid, c.hi)
                             WHERE c.relay = 'main' LIMIT 100000) w) o
            """
        ) { row in
            MessagingStatistics(
                outboxDepth: try row.get("depth"), outboxOldest: try row.get("oldest"), stuck: try row.get("stuck"),
                parked: try row.get("parked"), retries: try row.get("retries"), early: try row.get("early"),
                drift: try row.get("drift"), unansweredSince: try row.get("unanswered"),
                gaps: try row.get("gaps"), inboxUnplaced: try row.get("unplaced"),
                earlyOldest: try row.get("early_oldest"),
                overdueTimers: try row.get("overdue"), failingTimers: try row.get("failing"),
                orphanTimers: try row.get("orphans"), stoppedReplays: try row.get("stopped_replays"),
                relayEpoch: try row.get("relay_epoch"), defaultPartitionBytes: try row.get("default_bytes"))
        }
    }
}
