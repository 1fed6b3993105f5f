import Contracts
public import Foundation
public import Postgres

/// One parked message with all that is known of it. Its whole body is handed out by ``body(of:reason:by:in:)`` only.
public struct ParkedDetail: Sendable {
    /// An attempt that failed.
    public struct Attempt: Hashable, Sendable, Codable {
        /// Which; it starts anew with each replay.
        public let attempt: Int
        /// When, as the database wrote it.
        public let at: String
        /// The code of what went wrong.
        public let reason: String
    }

    /// What the list shows.
    public let message: ParkedMessage
    /// All attempts, oldest first.
    public let history: [Attempt]
    /// When an operator took it off the list.
    public let discardedAt: Date?
    /// What operators did to it.
    public let actions: [ParkedAction]
    /// Its body without personal data; `nil` for a body that is not JSON.
    public let maskedBody: String?

    /// The message with this number; `nil` when there is none.
    public static func find(_ id: Int, in tx: Transaction) throws -> ParkedDetail? {
        guard let message = try ParkedMessage.find(id, in: tx) else { return nil }
        let (history, body, discarded) = try tx.one(
            "SELECT history::text AS history, body, discarded_at FROM parked_message WHERE id = \(id)"
        ) { row in
            (
                try row.get("history", as: String.self), try row.get("body", as: [UInt8].self),
                try row.get("discarded_at", as: Date?.self)
            )
        }
        return ParkedDetail(
            message: message, history: try ContractJSON.decode([Attempt].self, from: Array(history.utf8)),
            discardedAt: discarded, actions: try ParkedAction.all(of: id, in: tx), maskedBody: MaskedBody.text(body))
    }

    /// The body as it arrived, with the personal data in it. That somebody asked for it, and why, is written down in the
    /// same transaction.
    public static func body(
        of id: Int, reason: String, by person: ParkingOperator, in tx: Transaction
    ) throws -> [UInt8]? {
        let body = try tx.first("SELECT body FROM parked_message WHERE id = \(id)") {
            try $0.get(0, as: [UInt8].self)
        }
        guard let body else { return nil }
        try ParkedAction.record(.bodyShown, of: id, reason: reason, by: person, in: tx)
        return body
    }

    /// Takes a resting message off the list. It stays in the table, with who did it, when and why.
    ///
    /// - Returns: `false` when it does not rest, or is part of a replay run that has not ended.
    public static func discard(
        _ id: Int, reason: String, by person: ParkingOperator, in tx: Transaction
    ) throws -> Bool {
        let discarded = try tx.execute(
            """
            UPDATE parked_message p SET discarded_at = clock_timestamp()
             WHERE \(ParkedSelection(ids: [id]).condition)
               AND NOT EXISTS (SELECT 1 FROM replay_message m WHERE m.parked_id = p.id
                                  AND m.state IN ('waiting', 'released', 'failing'))
            """)
        guard discarded == 1 else { return false }
        try ParkedAction.record(.discarded, of: id, reason: reason, by: person, in: tx)
        return true
    }
}
