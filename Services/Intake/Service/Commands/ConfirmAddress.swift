import Contracts
import Foundation
import Postgres

/// Uses a link that was mailed after registration: from then on mails about the person's cases go to the address.
///
/// The link alone is not enough, the person must be signed in too: whoever reads the mailbox must not vouch for an
/// account whose password only a stranger knows.
struct ConfirmAddress: Sendable {
    enum Standing: Sendable {
        /// The link can be used.
        case good
        /// The address is confirmed already, by this link or another.
        case confirmed
        /// The link is for somebody else's account.
        case foreign
        /// Another account has proven the address before.
        case taken
        /// Used, too old, or the address has changed.
        case over
    }

    let identifiers: IdentifierSource

    /// What following the link would come to. Changes nothing.
    static func standing(
        of proof: ContactProofStore.Proof?, for person: PersonID, now: Date, in tx: Transaction
    ) throws -> Standing {
        guard let proof else { return .over }
        guard proof.personID == person, let account = try AccountStore.find(person, in: tx) else { return .foreign }
        if account.emailProvenAt != nil, account.email == proof.email { return .confirmed }
        guard proof.isGood(for: account, now: now) else { return .over }
        return try AccountStore.isProven(email: account.email, besides: person, in: tx) ? .taken : .good
    }

    /// - Returns: ``Standing/good`` when the link was used now.
    func callAsFunction(_ id: ContactProofID, by person: PersonID, now: Date, cause: Cause, in tx: Transaction) throws
        -> Standing
    {
        let proof = try ContactProofStore.find(id, .confirm, lock: true, in: tx)
        try AccountStore.lock(person, in: tx)
        let standing = try Self.standing(of: proof, for: person, now: now, in: tx)
        guard case .good = standing, let account = try AccountStore.find(person, in: tx) else { return standing }
        try ContactProofStore.use(allOf: person, .confirm, now: now, in: tx)
        try AccountStore.prove(person, now: now, in: tx)
        try ContactAnnouncement.publish(account, now: now, ids: self.identifiers, cause: cause, in: tx)
        return .good
    }
}
