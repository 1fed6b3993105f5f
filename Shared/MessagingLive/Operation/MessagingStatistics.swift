public import Foundation
public import Postgres

/// What waits, in one cheap query: for `/metrics`, `/health` and the operators' page.
public struct MessagingStatistics: Hashable, Sendable {
    /// Rows that the relay has not yet published.
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
    /// Armed timers that are overdue by more than a minute.
    public let overdueTimers: Int

    /// How long the oldest row has waited.
    public func outboxAge(at now: Date) -> Duration {
        .seconds(self.outboxOldest.map { max(0, now.timeIntervalSince($0)) } ?? 0)
    }

    /// Reads them all.
    public static func read(in tx: Transaction) throws -> MessagingStatistics {
        try tx.one(
            """
            SELECT o.depth, o.oldest,
                   (SELECT count(*) FROM outbox_stuck) AS stuck,
                   (SELECT count(*) FROM parked_message WHERE replayed_at IS NULL) AS parked,
                   (SELECT count(*) FROM retry) AS retries,
                   (SELECT count(*) FROM inbox_early) AS early,
                   (SELECT coalesce(sum(drift), 0)::bigint FROM reconciliation) AS drift,
                   (SELECT min(unanswered) FROM reconciliation) AS unanswered,
                   (SELECT count(*) FROM timers
                     WHERE fired_at IS NULL AND due_at < now() - interval '1 minute') AS overdue
              FROM (SELECT count(*) AS depth, min(b.created_at) AS oldest
                      FROM outbox_cursor c
                      JOIN LATERAL (SELECT xid, id, created_at FROM outbox WHERE xid >= pg_snapshot_xmax(c.lo)
                                     UNION ALL
                                    SELECT xid, id, created_at FROM outbox
                                     WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(c.lo)))) b
                        ON b.id > c.last_id OR NOT pg_visible_in_snapshot(b.xid, c.hi)
                     WHERE c.relay = 'main') o
            """
        ) { row in
            MessagingStatistics(
                outboxDepth: try row.get("depth"), outboxOldest: try row.get("oldest"), stuck: try row.get("stuck"),
                parked: try row.get("parked"), retries: try row.get("retries"), early: try row.get("early"),
                drift: try row.get("drift"), unansweredSince: try row.get("unanswered"),
                overdueTimers: try row.get("overdue"))
        }
    }
}
