import Contracts
import Foundation
import Postgres

/// How far the notice of a letter came on each channel.
enum DeliveryStore {
    /// Keeps what Notify tells; a later word about a channel replaces the one before.
    static func keep(_ channels: [ChannelOutcome], of id: CaseID, at now: Date, in tx: Transaction) throws {
        for outcome in channels {
            try tx.enqueue(
                """
                INSERT INTO delivery_channel (case_id, channel, state, told_at)
                VALUES (\(id.uuid), \(outcome.channel), \(outcome.state), \(now))
                ON CONFLICT (case_id, channel) DO UPDATE SET state = EXCLUDED.state, told_at = EXCLUDED.told_at
                """)
        }
    }

    /// What is known, by channel; empty before the delivery.
    static func channels(of id: CaseID, in tx: Transaction) throws -> [ChannelOutcome] {
        try tx.rows("SELECT channel, state FROM delivery_channel WHERE case_id = \(id.uuid) ORDER BY channel") { row in
            ChannelOutcome(channel: try Stored.word(row, "channel"), state: try Stored.word(row, "state"))
        }
    }
}
