import Contracts
import Foundation
import Messaging
import Postgres

/// SQL of the consumer's side: what has arrived, in whatever form it rests here.
enum InboxAccount {
    /// What of these messages has neither been applied nor is kept early, waits for another attempt, or rests parked.
    static func missing(of ranges: [SequenceRange], queue: String, _ tx: Transaction) throws -> [SequenceRange] {
        let ahead = try Self.aheadOfPosition(ranges, queue, tx)
        guard !ahead.isEmpty else { return [] }
        return ahead.subtracting(try Self.early(ahead, queue, tx)).subtracting(try Self.retrying(queue, tx))
    }

    /// The parts of these ranges that are above what was applied.
    private static func aheadOfPosition(
        _ ranges: [SequenceRange], _ queue: String, _ tx: Transaction
    ) throws -> [SequenceRange] {
        try tx.rows(
            """
            SELECT m.stream, m.subject, greatest(m.first, coalesce(p.applied, 0) + 1) AS first, m.final
              FROM unnest(\(ranges.map(\.stream)), \(ranges.map(\.subject)), \(ranges.map { Int($0.from) }),
                          \(ranges.map { Int($0.through) })) AS m (stream, subject, first, final)
              \(Self.position(of: "m", queue))
             WHERE m.final > coalesce(p.applied, 0)
            """
        ) { row in
            SequenceRange(
                stream: try row.get("stream"), subject: try row.get("subject"), from: try row.get("first"),
                through: try row.get("final"))
        }
    }

    /// Joins the position of each place of `table`, found by the index: the view of all positions would read every place
    /// that there has ever been.
    private static func position(of table: String, _ queue: String) -> SQL {
        """
        LEFT JOIN LATERAL (
               SELECT a.sequence AS applied FROM inbox_applied a
                WHERE a.queue = \(queue) AND a.stream = \(identifier: table).stream
                  AND a.subject = \(identifier: table).subject
                ORDER BY a.sequence DESC LIMIT 1
             ) p ON TRUE
        """
    }

    private static func early(_ ranges: [SequenceRange], _ queue: String, _ tx: Transaction) throws -> [SequenceRange] {
        try tx.rows(
            """
            SELECT DISTINCT e.stream, e.subject, e.sequence
              FROM unnest(\(ranges.map(\.stream)), \(ranges.map(\.subject))) AS m (stream, subject)
              JOIN inbox_early e ON e.queue = \(queue) AND e.stream = m.stream AND e.subject = m.subject
            """
        ) { row in
            let sequence: Int64 = try row.get("sequence")
            return SequenceRange(
                stream: try row.get("stream"), subject: try row.get("subject"), from: sequence, through: sequence)
        }
    }

    /// The places of what waits for another attempt; a thousand are looked at: of more than that, some are sent again in
    /// vain.
    private static func retrying(_ queue: String, _ tx: Transaction) throws -> [SequenceRange] {
        try tx.rows(
            """
            SELECT stream, subject, sequence FROM retry
             WHERE queue = \(queue) AND NOT is_replay AND sequence IS NOT NULL LIMIT 1000
            """
        ) { row in
            let sequence: Int64 = try row.get("sequence")
            return SequenceRange(
                stream: try row.get("stream"), subject: try row.get("subject"), from: sequence, through: sequence)
        }
    }

    /// How many messages of these streams wait or rest here.
    static func resting(streams: Set<String>, queue: String, _ tx: Transaction) throws -> (waiting: Int, parked: Int) {
        let names = Array(streams)
        return try tx.one(
            """
            SELECT (SELECT count(*) FROM inbox_early WHERE queue = \(queue) AND stream = ANY (\(names)))
                   + (SELECT count(*) FROM retry WHERE queue = \(queue)) AS waiting,
                   (SELECT count(*) FROM parked_message
                     WHERE queue = \(queue) AND replayed_at IS NULL AND discarded_at IS NULL AND split_part(type, '.', 1) = ANY (\(names)))
                     AS parked
            """
        ) { (waiting: try $0.get("waiting"), parked: try $0.get("parked")) }
    }

    /// What lacks in front of messages that have waited for longer than this moment, by stream and subject.
    static func gaps(olderThan moment: Date, queue: String, _ tx: Transaction) throws -> [SequenceRange] {
        let open = try tx.rows(
            """
            SELECT e.stream, e.subject, coalesce(p.applied, 0) + 1 AS first, e.sequence - 1 AS final
              FROM (SELECT stream, subject, min(sequence) AS sequence, min(received_at) AS since
                      FROM inbox_early WHERE queue = \(queue) GROUP BY stream, subject) e
              \(Self.position(of: "e", queue))
             WHERE e.since <= \(moment) AND e.sequence > coalesce(p.applied, 0) + 1
             LIMIT 100
            """
        ) { row in
            SequenceRange(
                stream: try row.get("stream"), subject: try row.get("subject"), from: try row.get("first"),
                through: try row.get("final"))
        }
        guard !open.isEmpty else { return [] }
        return open.subtracting(try Self.retrying(queue, tx))
    }
}
