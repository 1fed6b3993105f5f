import Contracts
import Foundation
import IntakeDomain
import Postgres
import Web

/// Finds or makes the account of an applicant whom the portal names; the portal has verified the address.
///
/// It is found by the portal's own identifier. Only an account whose own address is proven, and which signs in with it,
/// is joined by address: one that somebody has merely typed at registration would otherwise get to see the case.
struct LinkPortalAccount: Sendable {
    let identifiers: IdentifierSource

    func callAsFunction(_ portal: PortalAccount, now: Date, cause: Cause, in tx: Transaction) throws -> Account {
        try AccountStore.lock(portalAccountID: portal.portalAccountID, in: tx)
        if let known = try AccountStore.find(portalAccountID: portal.portalAccountID, in: tx) {
            return try self.update(known, from: portal, now: now, cause: cause, in: tx)
        }
        // A joined account keeps its own name and address: its owner has given and proven them here.
        if let linked = try AccountStore.find(linkedTo: portal.portalAccountID, in: tx) { return linked }
        if let own = try AccountStore.ownApplicant(email: portal.email, in: tx) {
            try AccountStore.link(portalAccountID: portal.portalAccountID, to: own.personID, now: now, in: tx)
            return own
        }
        let account = Account(
            personID: self.identifiers.next(at: now), name: portal.name, institution: portal.institution,
            email: portal.email, mobile: portal.mobile, grants: [Grant(.applicant)], emailProvenAt: now)
        try AccountStore.insert(
            account, passwordHash: nil, portalAccountID: portal.portalAccountID, now: now, in: tx)
        try ContactAnnouncement.publish(account, now: now, ids: self.identifiers, cause: cause, in: tx)
        return account
    }

    private func update(
        _ known: Account, from portal: PortalAccount, now: Date, cause: Cause, in tx: Transaction
    ) throws -> Account {
        var account = known
        account.name = portal.name
        account.institution = portal.institution
        account.email = portal.email
        account.mobile = portal.mobile
        let isChanged =
            account.name != known.name || account.email != known.email || account.mobile != known.mobile
        if isChanged || account.institution != known.institution {
            do {
                try tx.savepoint { try AccountStore.update(account, now: now, in: tx) }
            } catch let error as PostgresError where error.constraint == "account_sign_in_email" {
                // Somebody else signs in with the new address: this person goes on signing in with the old one.
                try AccountStore.update(account, signInEmail: known.email, now: now, in: tx)
            }
        }
        if isChanged {
            try ContactAnnouncement.publish(account, now: now, ids: self.identifiers, cause: cause, in: tx)
        }
        return account
    }
}
