import Contracts
import Foundation
import MessagingLive
import Postgres
import RatingDomain

/// Takes a complaint, whatever way it came: form, HTTP or AMQP.
struct TakeComplaint: Sendable {
    let identifiers: IdentifierSource
    /// So many random bytes.
    let random: @Sendable (Int) -> [UInt8]

    /// Checks, keeps and publishes; the same sender's same key gives the same receipt again.
    ///
    /// - Throws: a problem that names every field at fault.
    func callAsFunction(
        _ draft: ComplaintDraft, sender: String, now: Date, causedBy: Envelope? = nil, traceparent: String? = nil,
        in tx: Transaction
    ) throws -> ComplaintReceipt {
        let isUnitKnown = try draft.unit.map { try UnitStore.unit($0, in: tx) != nil } ?? false
        let complaint = try ComplaintCheck(isUnitKnown: isUnitKnown).reading(draft)
        let receipt = try ComplaintStore.file(
            complaint, sender: sender, id: self.identifiers.next(at: now), code: TrackingCode(random: self.random(10)),
            now: now, in: tx)
        if receipt.isNew {
            let filed = ComplaintFiled(
                complaintId: receipt.id, trackingCode: receipt.code, unit: receipt.unit, channel: receipt.channel,
                filedAt: now)
            try Outbox.append(
                filed, at: now, by: .rating, ids: self.identifiers, causedBy: causedBy, traceparent: traceparent,
                in: tx)
        }
        return receipt
    }
}
