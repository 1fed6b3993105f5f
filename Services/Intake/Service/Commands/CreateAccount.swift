import Contracts
import Foundation
import IntakeDomain
import MessagingLive
import Postgres
import Web

/// Makes an account that signs in with a password.
struct CreateAccount: Sendable {
    /// How it is known that the person reads the address.
    enum Address: Sendable {
        /// An operator vouches for it: the contact is published at once.
        case vouched
        /// It was only typed: a link is mailed to it, and nothing else before that is used.
        case typed
    }

    let identifiers: IdentifierSource

    /// - Throws: a ``Problem`` on `email` when an account with this address exists.
    func callAsFunction(
        name: String, institution: String?, email: String, address: Address, mobile: String?, passwordHash: String,
        grants: [Grant], now: Date, cause: Cause, in tx: Transaction
    ) throws -> Account {
        var account = Account(
            personID: self.identifiers.next(at: now), name: name, institution: institution, email: email,
            mobile: mobile, grants: grants)
        if case .vouched = address { account.emailProvenAt = now }
        guard try !AccountStore.isProven(email: email, besides: nil, in: tx) else { throw Self.taken }
        do {
            try tx.savepoint {
                try AccountStore.insert(
                    account, passwordHash: passwordHash, portalAccountID: nil, now: now, in: tx)
            }
        } catch let error as PostgresError where error.constraint == "account_sign_in_email" {
            throw Self.taken
        }
        switch address {
        case .vouched:
            try ContactAnnouncement.publish(account, now: now, ids: self.identifiers, cause: cause, in: tx)
        case .typed:
            let request = RequestProof(identifiers: self.identifiers)
            try request(.confirm, for: account, now: now, cause: cause, in: tx)
        }
        return account
    }

    private static let taken = Problem.invalid([
        FieldProblem(
            field: "email", code: "taken",
            message:
                "Alamat e-mail: sudah ada akun dengan alamat ini. Masuk dengan akun itu; bila kata sandinya lupa atau belum ada, aturlah lewat halaman masuk."
        )
    ])
}

/// Tells Notify how a person is reached; only Notify may read this stream. Only for an address that is proven.
enum ContactAnnouncement {
    static func publish(_ account: Account, now: Date, ids: IdentifierSource, cause: Cause, in tx: Transaction) throws {
        try Outbox.append(
            ContactVerified(
                personId: account.personID, name: Personal(account.name), email: Personal(account.email),
                mobile: account.mobile.map { Personal($0) }, verifiedAt: now),
            at: now, by: .intake, ids: ids, causedBy: cause.envelope, traceparent: cause.traceparent, in: tx)
    }
}
