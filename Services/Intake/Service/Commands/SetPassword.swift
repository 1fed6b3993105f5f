import Contracts
import Foundation
import IntakeDomain
import Postgres

/// Uses a link for setting a password. Whoever follows it has shown that they read the address; sessions that somebody
/// else may have opened end, and a lock after failed sign-ins is lifted.
struct SetPassword: Sendable {
    enum Outcome: Sendable {
        case done
        /// Used, too old, or the address has changed.
        case over
        /// Somebody signs in with this address who has proven it too.
        case taken
    }

    let identifiers: IdentifierSource

    func callAsFunction(_ id: ContactProofID, hash: String, now: Date, cause: Cause, in tx: Transaction) throws
        -> Outcome
    {
        guard let proof = try ContactProofStore.find(id, .password, lock: true, in: tx) else { return .over }
        try AccountStore.lock(proof.personID, in: tx)
        guard let account = try AccountStore.find(proof.personID, in: tx), proof.isGood(for: account, now: now) else {
            return .over
        }
        // Whoever had only typed this address at registration has no claim to it against one who reads its mail.
        for other in try AccountStore.dropUnprovenPasswords(email: account.email, besides: account.personID, in: tx) {
            try SessionStore.end(allOf: other, now: now, in: tx)
        }
        do {
            try tx.savepoint {
                try AccountStore.setPassword(hash, of: account.personID, email: account.email, now: now, in: tx)
            }
        } catch let error as PostgresError where error.constraint == "account_sign_in_email" {
            return .taken
        }
        try ContactProofStore.use(allOf: account.personID, .password, now: now, in: tx)
        try SessionStore.end(allOf: account.personID, now: now, in: tx)
        try SignInFailureStore.forget(SignIn.accountKey(of: account.email), in: tx)
        if account.emailProvenAt == nil {
            try AccountStore.prove(account.personID, now: now, in: tx)
            try ContactAnnouncement.publish(account, now: now, ids: self.identifiers, cause: cause, in: tx)
        }
        return .done
    }
}
