import Contracts
import Foundation
import MessagingLive
import NotifyDomain
import Postgres

/// Letters that have been delivered.
enum DeliveryStore {
    /// Says once per letter that it is delivered, when its channels say so.
    static func complete(
        _ notice: StoredNotice, now: Date, identifiers: IdentifierSource, in tx: Transaction
    ) throws {
        guard let letterID = notice.letterID else { return }
        let channels = try tx.rows(
            "SELECT channel, state FROM obligation WHERE notice_id = \(notice.id.uuid) ORDER BY channel"
        ) { row in
            ChannelOutcome(
                channel: try row.get("channel"), state: try row.get("state", as: ObligationState.self).published)
        }
        guard DeliveryDecision.isDelivered(channels) else { return }
        let isFirst = try tx.execute(
            """
            INSERT INTO delivery (letter_id, case_id, completed_at)
            VALUES (\(letterID.uuid), \(notice.caseID.uuid), \(now)) ON CONFLICT (letter_id) DO NOTHING
            """)
        guard isFirst == 1 else { return }
        let delivered = DeliveryCompleted(
            caseId: notice.caseID, letterId: letterID, channels: channels, completedAt: now)
        try Outbox.append(
            delivered, at: now, by: .notify, ids: identifiers, causedBy: notice.cause.envelope(of: notice), in: tx)
    }
}
