import Contracts
import Foundation
import MessagingLive
import Postgres

/// Asks for a one-time link to be mailed to the address of an account. Every request is a link of its own.
struct RequestProof: Sendable {
    /// A link is good for a day.
    static let lifetime: TimeInterval = 24 * 3600
    /// So many links for one purpose within an hour: nobody's mailbox is filled by others who type the address.
    static let mostInAnHour = 3

    let identifiers: IdentifierSource

    /// - Returns: `false` when the person has been sent as many as may be.
    @discardableResult
    func callAsFunction(
        _ purpose: ContactProofRequested.Purpose, for account: Account, now: Date, cause: Cause, in tx: Transaction
    ) throws -> Bool {
        try AccountStore.lock(account.personID, in: tx)
        let recent = try ContactProofStore.count(
            of: account.personID, purpose, since: now.addingTimeInterval(-3600), in: tx)
        guard recent < Self.mostInAnHour else { return false }
        let proof = ContactProofStore.Proof(
            id: self.identifiers.next(at: now), personID: account.personID, purpose: purpose, email: account.email,
            requestedAt: now, expiresAt: now.addingTimeInterval(Self.lifetime))
        try ContactProofStore.insert(proof, in: tx)
        try Outbox.append(
            ContactProofRequested(
                personId: proof.personID, proofId: proof.id, purpose: purpose, email: Personal(proof.email),
                requestedAt: proof.requestedAt, expiresAt: proof.expiresAt),
            at: now, by: .intake, ids: self.identifiers, causedBy: cause.envelope, traceparent: cause.traceparent,
            in: tx)
        return true
    }
}
