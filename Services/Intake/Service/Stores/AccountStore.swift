import Contracts
import Foundation
import IntakeDomain
import Postgres
import Web

/// Accounts and their roles.
enum AccountStore {
    static func insert(
        _ account: Account, passwordHash: String?, portalAccountID: String?, now: Date, in tx: Transaction
    )
        throws
    {
        try tx.execute(
            """
            INSERT INTO account (person_id, name, institution, email, email_key, mobile, password_hash,
                                 portal_account_id, created_at, changed_at)
            VALUES (\(account.personID.uuid), \(account.name), \(account.institution), \(account.email),
                    \(Registration.key(of: account.email)), \(account.mobile), \(passwordHash), \(portalAccountID),
                    \(now), \(now))
            """)
        for grant in account.grants {
            try tx.execute(
                """
                INSERT INTO account_grant (person_id, role, unit, granted_at)
                VALUES (\(account.personID.uuid), \(grant.role.rawValue), \(grant.unit?.text), \(now))
                """)
        }
    }

    /// The account that signs in with this address, and the hash of its password.
    static func signIn(email: String, in tx: Transaction) throws -> (personID: PersonID, hash: String)? {
        try tx.first(
            """
            SELECT person_id, password_hash FROM account
             WHERE email_key = \(Registration.key(of: email)) AND password_hash IS NOT NULL AND closed_at IS NULL
            """
        ) { (PersonID(try $0.get("person_id")), try $0.get("password_hash")) }
    }

    static func find(_ person: PersonID, in tx: Transaction) throws -> Account? {
        try tx.first(
            """
            SELECT person_id, name, institution, email, mobile FROM account
             WHERE person_id = \(person.uuid) AND closed_at IS NULL
            """
        ) { row in try self.account(row, in: tx) }
    }

    /// The portal's account, locked, so that two submissions of a new applicant make one account.
    static func find(portalAccountID: String, in tx: Transaction) throws -> Account? {
        try tx.first(
            """
            SELECT person_id, name, institution, email, mobile FROM account
             WHERE portal_account_id = \(portalAccountID) FOR UPDATE
            """
        ) { row in try self.account(row, in: tx) }
    }

    /// Makes two transactions with a portal account that does not exist yet wait for each other.
    static func lock(portalAccountID: String, in tx: Transaction) throws {
        _ = try tx.first("SELECT pg_advisory_xact_lock(hashtextextended(\("portal:" + portalAccountID), 0))::text") {
            _ in
        }
    }

    static func update(_ account: Account, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE account SET name = \(account.name), institution = \(account.institution), email = \(account.email),
                   email_key = \(Registration.key(of: account.email)), mobile = \(account.mobile), changed_at = \(now)
             WHERE person_id = \(account.personID.uuid)
            """)
    }

    private static func account(_ row: Row, in tx: Transaction) throws -> Account {
        let person: UUID = try row.get("person_id")
        let grants = try tx.rows(
            "SELECT role, unit FROM account_grant WHERE person_id = \(person) ORDER BY role, unit"
        ) { grant in
            Grant(
                try grant.get("role", as: Role.self),
                at: try grant.get("unit", as: String?.self).flatMap { UnitCode($0) })
        }
        return Account(
            personID: PersonID(person), name: try row.get("name"), institution: try row.get("institution"),
            email: try row.get("email"), mobile: try row.get("mobile"), grants: grants)
    }
}
