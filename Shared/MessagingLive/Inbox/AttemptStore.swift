import Contracts
import Foundation
import Postgres

/// SQL of the attempts that were begun and of which nobody knows an end: most ended with the process.
///
/// Only what was handed out before, kept or retried is counted, so the counter costs nothing while nothing goes wrong.
enum AttemptStore {
    /// Which message, from whom; events name no sender.
    struct Key: Hashable, Sendable {
        var sender: String
        var id: MessageID
    }

    /// How often each was begun; those that never were are missing.
    static func begun(_ queue: String, _ keys: [Key], _ tx: Transaction) throws -> [Key: Int] {
        let found = try tx.rows(
            """
            SELECT sender, message_id, begun FROM inbox_attempt
             WHERE queue = \(queue) AND message_id = ANY (\(keys.map(\.id.uuid)))
            """
        ) { row in
            (
                Key(sender: try row.get("sender"), id: MessageID(try row.get("message_id", as: UUID.self))),
                try row.get("begun", as: Int.self)
            )
        }
        return Dictionary(found, uniquingKeysWith: max).filter { keys.contains($0.key) }
    }

    /// Counts a beginning of each, in a transaction of its own, before anything is begun.
    ///
    /// When nobody knows whether the count was committed it is taken for counted: counted again after every lost answer, a
    /// message that ends no process would be condemned in the end.
    static func count(_ queue: String, _ keys: [Key], at now: Date, in database: Database) async throws {
        do {
            try await database.transaction { tx in try self.begin(queue, keys, at: now, tx) }
        } catch let error as PostgresError where error.kind == .commitOutcomeUnknown {
            // Taken for counted.
        }
    }

    /// Counts a beginning of each. In a transaction of its own, or it would be rolled back with what it counts.
    static func begin(_ queue: String, _ keys: [Key], at now: Date, _ tx: Transaction) throws {
        let sorted = Set(keys).sorted { $0.id.description < $1.id.description }
        try tx.execute(
            """
            INSERT INTO inbox_attempt AS a (queue, sender, message_id, begun, first_at, last_at)
            SELECT \(queue), k.sender, k.id, 1, \(now)::timestamptz, \(now)::timestamptz
              FROM unnest(\(sorted.map(\.sender))::text[], \(sorted.map(\.id.uuid))::uuid[]) AS k (sender, id)
            ON CONFLICT (queue, sender, message_id) DO UPDATE SET begun = a.begun + 1, last_at = excluded.last_at
            """)
    }

    /// They have come to an end.
    static func end(_ queue: String, _ keys: [Key], _ tx: Transaction) throws {
        guard !keys.isEmpty else { return }
        try tx.enqueue(
            """
            DELETE FROM inbox_attempt a
             USING unnest(\(keys.map(\.sender))::text[], \(keys.map(\.id.uuid))::uuid[]) AS k (sender, id)
             WHERE a.queue = \(queue) AND a.sender = k.sender AND a.message_id = k.id
            """)
    }
}
