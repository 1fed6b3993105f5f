import Contracts
import Foundation
import IntakeDomain
import Postgres
import Web

/// Finds or makes the account of an applicant whom the portal names.
///
/// It is linked by the portal's own identifier, never by e-mail address: an address typed at registration is not proven,
/// and whoever had typed it would otherwise get to see the case.
struct LinkPortalAccount: Sendable {
    let identifiers: IdentifierSource

    func callAsFunction(_ portal: PortalAccount, now: Date, cause: Cause, in tx: Transaction) throws -> Account {
        try AccountStore.lock(portalAccountID: portal.portalAccountID, in: tx)
        if let known = try AccountStore.find(portalAccountID: portal.portalAccountID, in: tx) {
            var account = known
            account.name = portal.name
            account.institution = portal.institution
            account.email = portal.email
            account.mobile = portal.mobile
            let isChanged =
                account.name != known.name || account.email != known.email || account.mobile != known.mobile
            if isChanged || account.institution != known.institution {
                try AccountStore.update(account, now: now, in: tx)
            }
            if isChanged {
                try ContactAnnouncement.publish(account, now: now, ids: self.identifiers, cause: cause, in: tx)
            }
            return account
        }
        let account = Account(
            personID: self.identifiers.next(at: now), name: portal.name, institution: portal.institution,
            email: portal.email, mobile: portal.mobile, grants: [Grant(.applicant)])
        try AccountStore.insert(
            account, passwordHash: nil, portalAccountID: portal.portalAccountID, now: now, in: tx)
        try ContactAnnouncement.publish(account, now: now, ids: self.identifiers, cause: cause, in: tx)
        return account
    }
}
