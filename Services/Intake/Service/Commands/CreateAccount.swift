import Contracts
import Foundation
import IntakeDomain
import MessagingLive
import Postgres
import Web

/// Makes an account that signs in with a password, and publishes its contact.
///
/// The address is not proven by a mail in this version: `contact.verified` says that it is the one on record
/// (decision 20).
struct CreateAccount: Sendable {
    let identifiers: IdentifierSource

    /// - Throws: a ``Problem`` on `email` when an account with this address exists.
    func callAsFunction(
        name: String, institution: String?, email: String, mobile: String?, passwordHash: String, grants: [Grant],
        now: Date, cause: Cause, in tx: Transaction
    ) throws -> Account {
        let account = Account(
            personID: self.identifiers.next(at: now), name: name, institution: institution, email: email,
            mobile: mobile, grants: grants)
        do {
            try tx.savepoint {
                try AccountStore.insert(
                    account, passwordHash: passwordHash, portalAccountID: nil, now: now, in: tx)
            }
        } catch let error as PostgresError where error.constraint == "account_sign_in_email" {
            throw Problem.invalid([
                FieldProblem(
                    field: "email", code: "taken",
                    message: "Alamat e-mail: sudah ada akun dengan alamat ini. Masuk dengan akun itu.")
            ])
        }
        try ContactAnnouncement.publish(account, now: now, ids: self.identifiers, cause: cause, in: tx)
        return account
    }
}

/// Tells Notify how a person is reached; only Notify may read this stream.
enum ContactAnnouncement {
    static func publish(_ account: Account, now: Date, ids: IdentifierSource, cause: Cause, in tx: Transaction) throws {
        try Outbox.append(
            ContactVerified(
                personId: account.personID, name: Personal(account.name), email: Personal(account.email),
                mobile: account.mobile.map { Personal($0) }, verifiedAt: now),
            at: now, by: .intake, ids: ids, causedBy: cause.envelope, traceparent: cause.traceparent, in: tx)
    }
}
