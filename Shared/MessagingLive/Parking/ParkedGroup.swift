public import Foundation
public import Postgres

/// Parked messages with one cause: 500 failures of three causes are three groups.
public struct ParkedGroup: Hashable, Sendable, Codable {
    /// The queue that they came from.
    public let queue: String
    /// Their stated type, if they have one.
    public let type: String?
    /// Why they rest.
    public let reason: String
    /// How many.
    public let count: Int
    /// Since when the first rests.
    public let oldest: Date
    /// Since when the last rests.
    public let newest: Date

    /// The groups of what is selected, largest first.
    public static func all(_ selection: ParkedSelection, in tx: Transaction) throws -> [ParkedGroup] {
        try tx.rows(
            """
            SELECT queue, type, reason, count(*) AS count, min(parked_at) AS oldest, max(parked_at) AS newest
              FROM parked_message p WHERE \(selection.condition)
             GROUP BY queue, type, reason ORDER BY count DESC, queue, type, reason
            """
        ) { row in
            ParkedGroup(
                queue: try row.get("queue"), type: try row.get("type"), reason: try row.get("reason"),
                count: try row.get("count"), oldest: try row.get("oldest"), newest: try row.get("newest"))
        }
    }
}
