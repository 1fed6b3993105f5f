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
                                 portal_account_id, email_proven_at, created_at, changed_at)
            VALUES (\(account.personID.uuid), \(account.name), \(account.institution), \(account.email),
                    \(Registration.key(of: account.email)), \(account.mobile), \(passwordHash), \(portalAccountID),
                    \(account.emailProvenAt), \(now), \(now))
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
            SELECT \(Self.columns) FROM account
             WHERE person_id = \(person.uuid) AND closed_at IS NULL
            """, self.account)
    }

    /// The portal's account, locked, so that two submissions of a new applicant make one account.
    static func find(portalAccountID: String, in tx: Transaction) throws -> Account? {
        let person = try tx.first(
            "SELECT person_id FROM account WHERE portal_account_id = \(portalAccountID) FOR UPDATE"
        ) { try $0.get("person_id", as: UUID.self) }
        guard let person else { return nil }
        // Only now: the next statement sees what another transaction has changed while this one waited for the row.
        return try tx.first("SELECT \(Self.columns) FROM account WHERE person_id = \(person)", self.account)
    }

    /// Makes two transactions with a portal account that does not exist yet wait for each other.
    static func lock(portalAccountID: String, in tx: Transaction) throws {
        _ = try tx.first("SELECT pg_advisory_xact_lock(hashtextextended(\("portal:" + portalAccountID), 0))::text") {
            _ in
        }
    }

    /// The account with an own password that the portal's identifier was joined to.
    static func find(linkedTo portalAccountID: String, in tx: Transaction) throws -> Account? {
        let person = try tx.first("SELECT person_id FROM portal_link WHERE portal_account_id = \(portalAccountID)") {
            PersonID(try $0.get("person_id"))
        }
        return try person.flatMap { try self.find($0, in: tx) }
    }

    static func link(portalAccountID: String, to person: PersonID, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO portal_link (portal_account_id, person_id, linked_at)
            VALUES (\(portalAccountID), \(person.uuid), \(now))
            """)
    }

    /// Whoever signs in with this address, has proven it, and is an applicant and nothing else.
    static func ownApplicant(email: String, in tx: Transaction) throws -> Account? {
        let found = try tx.first(
            """
            SELECT \(Self.columns) FROM account
             WHERE email_key = \(Registration.key(of: email)) AND password_hash IS NOT NULL
               AND email_proven_at IS NOT NULL AND closed_at IS NULL
            """, self.account)
        return found.flatMap { $0.grants.map(\.role) == [.applicant] ? $0 : nil }
    }

    /// Whose password is set by a link to this address: who has proven it before who has typed it, who signs in with it
    /// before who came by the portal, and of several of these the one who was there last.
    static func addressee(emailKey: String, in tx: Transaction) throws -> Account? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM account
             WHERE email_key = \(emailKey) AND closed_at IS NULL
             ORDER BY email_proven_at IS NOT NULL DESC, password_hash IS NOT NULL DESC, changed_at DESC, person_id
             LIMIT 1
            """, self.account)
    }

    /// Whether somebody has proven this address.
    static func isProven(email: String, besides person: PersonID?, in tx: Transaction) throws -> Bool {
        try tx.one(
            """
            SELECT EXISTS (SELECT FROM account
                            WHERE email_key = \(Registration.key(of: email)) AND email_proven_at IS NOT NULL
                              AND closed_at IS NULL AND person_id IS DISTINCT FROM \(person?.uuid)) AS known
            """
        ) { try $0.get("known") }
    }

    /// Makes transactions that change the same account wait for each other.
    static func lock(_ person: PersonID, in tx: Transaction) throws {
        _ = try tx.first("SELECT person_id::text FROM account WHERE person_id = \(person.uuid) FOR UPDATE") { _ in }
    }

    /// Notes that the person reads the address.
    static func prove(_ person: PersonID, now: Date, in tx: Transaction) throws {
        try tx.execute(
            "UPDATE account SET email_proven_at = \(now), changed_at = \(now) WHERE person_id = \(person.uuid)")
    }

    /// Takes the password from whoever signs in with an address that they have never proven.
    ///
    /// - Returns: those who cannot sign in any more.
    static func dropUnprovenPasswords(email: String, besides person: PersonID, in tx: Transaction) throws -> [PersonID]
    {
        try tx.rows(
            """
            UPDATE account SET password_hash = NULL
             WHERE email_key = \(Registration.key(of: email)) AND person_id <> \(person.uuid)
               AND password_hash IS NOT NULL AND email_proven_at IS NULL
            RETURNING person_id
            """
        ) { PersonID(try $0.get("person_id")) }
    }

    /// From now on the person signs in with this address and password.
    static func setPassword(_ hash: String, of person: PersonID, email: String, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE account SET password_hash = \(hash), email_key = \(Registration.key(of: email)), changed_at = \(now)
             WHERE person_id = \(person.uuid)
            """)
    }

    /// - Parameter signInEmail: the address for sign-in, where it is not the one of the account.
    static func update(_ account: Account, signInEmail: String? = nil, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE account SET name = \(account.name), institution = \(account.institution), email = \(account.email),
                   email_key = \(Registration.key(of: signInEmail ?? account.email)), mobile = \(account.mobile),
                   changed_at = \(now)
             WHERE person_id = \(account.personID.uuid)
            """)
    }

    /// The account with its grants: the two lists are in the same order, and no unit is written as an empty text.
    private static let columns: SQL = """
        person_id, name, institution, email, mobile, email_proven_at,
        ARRAY(SELECT g.role FROM account_grant AS g WHERE g.person_id = account.person_id
               ORDER BY g.role, g.unit) AS roles,
        ARRAY(SELECT coalesce(g.unit, '') FROM account_grant AS g WHERE g.person_id = account.person_id
               ORDER BY g.role, g.unit) AS units
        """

    private static func account(_ row: Row) throws -> Account {
        let units = try row.get("units", as: [String].self)
        let grants = try zip(row.get("roles", as: [String].self), units).map { role, unit in
            guard let role = Role(rawValue: role) else { throw StoredValueFault(column: "role") }
            return Grant(role, at: UnitCode(unit))
        }
        return Account(
            personID: PersonID(try row.get("person_id")), name: try row.get("name"),
            institution: try row.get("institution"), email: try row.get("email"), mobile: try row.get("mobile"),
            grants: grants, emailProvenAt: try row.get("email_proven_at"))
    }
}
