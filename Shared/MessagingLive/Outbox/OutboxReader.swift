import Foundation
import Mutants
import Postgres

/// Where the relay is reading. A window is what one snapshot of the database sees and the one before it does not: it never
/// changes again, it holds each row once, and a writer that is still open is simply in a later one.
struct OutboxReader: Sendable {
    /// A window by the two snapshots around it, as PostgreSQL writes them.
    struct Window: Hashable, Sendable {
        var lo: String
        var hi: String

        /// Whether no writer was open when it was taken.
        var isQuiet: Bool {
            let hi = Self.bounds(self.hi)
            return hi.oldest == hi.next
        }

        /// Whether every writer that was open at the other one's time is done.
        func isBehind(_ other: Window) -> Bool { Self.bounds(self.hi).oldest >= Self.bounds(other.hi).next }

        /// A snapshot is written as `xmin:xmax:running`.
        private static func bounds(_ snapshot: String) -> (oldest: UInt64, next: UInt64) {
            let parts = snapshot.split(separator: ":")
            return (parts.first.flatMap { UInt64($0) } ?? 0, parts.dropFirst().first.flatMap { UInt64($0) } ?? .max)
        }
    }

    struct Page: Sendable {
        var rows: [OutboxRow]
        var window: Window
        /// Where to go on.
        var next: OutboxReader
        /// Whether more rows are known to be there.
        var isMore: Bool
    }

    /// The present window, or the last one that was read to its end.
    var window: Window
    /// Up to where it has been read.
    var last: Int64
    /// The identity of its last row; `nil` when it has been read to its end.
    var end: Int64?

    /// Reading goes on where the cursor says.
    init(_ window: Window, after last: Int64, _ tx: Transaction) throws {
        self.window = window
        self.last = last
        self.end = try Self.end(of: window, after: last, tx)
    }

    /// The next rows, in the order of their identity inside the window.
    func page(limit: Int, _ tx: Transaction) throws -> Page {
        if let end = self.end { return try self.page(upTo: end, limit: limit, tx) }
        let news = try Self.news(since: self.beyond, limit: limit, tx)
        var next = self
        next.window = Window(lo: self.window.hi, hi: news.hi)
        next.last = news.rows.last?.id ?? 0
        // A window that was read to its end by its first page needs no second look.
        next.end = news.rows.count < limit ? nil : news.end
        return Page(rows: news.rows, window: next.window, next: next, isMore: next.end != nil)
    }

    /// What has been read; the transactions that were open then are named at its end.
    private var beyond: String {
        guard Mutation.isActive(.cursorByIDOnly) else { return self.window.hi }
        return self.window.hi.split(separator: ":").prefix(2).joined(separator: ":") + ":"
    }

    private struct News {
        var hi: String
        var rows: [OutboxRow]
        /// The last identity of the window.
        var end: Int64?
    }

    /// What `lo` does not see, and the snapshot that saw it: one statement, so that both are of one moment. Of a window that
    /// grew for hours only the keys are looked at, by their index; the rows of a page are then found by identity.
    private static func news(since lo: String, limit: Int, _ tx: Transaction) throws -> News {
        let found = try tx.rows(
            """
            SELECT \(OutboxRow.columns), s.hi, k.last
              FROM (SELECT pg_current_snapshot()::text AS hi) s
             CROSS JOIN (SELECT min(id + 0) AS first, max(id + 0) AS last
                           FROM (SELECT id FROM outbox WHERE xid >= pg_snapshot_xmax(\(lo)::pg_snapshot)
                                  UNION ALL
                                 SELECT id FROM outbox
                                  WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(\(lo)::pg_snapshot)))) u) k
              LEFT JOIN LATERAL (
                     SELECT * FROM outbox w
                      WHERE w.id >= k.first AND w.id <= k.last
                        AND NOT pg_visible_in_snapshot(w.xid, \(lo)::pg_snapshot)
                      ORDER BY w.id LIMIT \(limit)
                   ) o ON TRUE
            """
        ) { row -> (hi: String, end: Int64?, row: OutboxRow?) in
            // One row without an identity stands for "nothing new".
            let id: Int64? = try row.get(0)
            return (hi: try row.get(15), end: try row.get(16), row: try id.map { _ in try OutboxRow(row) })
        }
        guard let first = found.first else { return News(hi: lo, rows: [], end: nil) }
        return News(hi: first.hi, rows: found.compactMap(\.row).sorted { $0.id < $1.id }, end: first.end)
    }

    /// The last identity of a window beyond `last`, by one look at its keys; `nil` when there is none.
    private static func end(of window: Window, after last: Int64, _ tx: Transaction) throws -> Int64? {
        // Of a sum: the largest one by the index of identities would walk through everything outside the window.
        try tx.one(
            """
            SELECT max(k.id + 0)
              FROM (SELECT xid, id FROM outbox
                     WHERE xid >= pg_snapshot_xmax(\(window.lo)::pg_snapshot)
                       AND xid < pg_snapshot_xmax(\(window.hi)::pg_snapshot)
                     UNION ALL
                    SELECT xid, id FROM outbox
                     WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(\(window.lo)::pg_snapshot)))) k
             WHERE k.id > \(last) AND pg_visible_in_snapshot(k.xid, \(window.hi)::pg_snapshot)
            """
        ) { try $0.get(0, as: Int64?.self) }
    }

    /// The next rows of a window whose end is known: by the index of identities, each row touched once.
    private func page(upTo end: Int64, limit: Int, _ tx: Transaction) throws -> Page {
        let rows = try tx.rows(
            """
            SELECT \(OutboxRow.columns) FROM outbox o
             WHERE o.id > \(self.last) AND o.id <= \(end)
               AND NOT pg_visible_in_snapshot(o.xid, \(self.window.lo)::pg_snapshot)
               AND pg_visible_in_snapshot(o.xid, \(self.window.hi)::pg_snapshot)
             ORDER BY o.id LIMIT \(limit)
            """
        ) { try OutboxRow($0) }
        var next = self
        next.last = rows.last?.id ?? end
        if next.last >= end { next.end = nil }
        // Whether there is another window behind this one is seen by looking.
        return Page(rows: rows, window: self.window, next: next, isMore: true)
    }
}
