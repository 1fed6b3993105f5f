import Contracts
import Crypto
import Foundation
import IntakeDomain
import Passwords
import Postgres
import Web

/// Checks address and password, slowly and evenly: the answer for an unknown account takes as long as for a known one.
struct SignIn: Sendable {
    /// A session lives at most this long, and this long without use.
    static let lifetime: TimeInterval = 12 * 3600
    static let idle: TimeInterval = 4 * 3600

    let database: Database
    let passwords: PasswordHasher
    let issuer: TokenIssuer
    let identifiers: IdentifierSource

    /// What the browser or the program gets.
    struct Session: Sendable {
        var secret: String
        var token: String
        var identity: Identity
    }

    static let refused = Problem(
        code: "gagal-masuk", title: "Tidak dapat masuk", status: 401,
        detail: "Alamat e-mail atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.")

    static func locked(_ seconds: Int) -> Problem {
        Problem(
            code: "terlalu-sering-gagal", title: "Untuk sementara Anda tidak dapat masuk", status: 429,
            detail: "Terlalu banyak percobaan yang gagal. Coba lagi setelah \((seconds + 59) / 60) menit.",
            retryAfter: seconds)
    }

    /// - Parameter address: the visitor's network address, as the front door names it.
    /// - Throws: ``refused``, ``locked(_:)``, or `Problem.unavailable` while passwords cannot be checked.
    func callAsFunction(email: String, password: String, address: String, now: Date) async throws -> Session {
        let keys = Self.keys(email: email, address: address)
        // The try is counted before the password is looked at, so parallel tries cannot slip through together.
        let known = try await self.database.transaction { tx in
            for (key, lock) in keys {
                if let wait = try Self.take(key, lock, now, tx) { throw Self.locked(wait) }
            }
            return try AccountStore.signIn(email: email, in: tx).map { (person: $0.personID, hash: $0.hash) }
        }
        let matches: Bool
        do {
            matches = try await self.passwords.verify(password, against: known?.hash)
        } catch {
            // Nobody has looked at the password: a busy server must not lock out somebody who knows it.
            try await self.database.transaction { tx in
                for (key, _) in keys { try SignInFailureStore.giveBack(key, in: tx) }
            }
            throw PasswordShortage.problem(for: error)
        }
        guard let known, matches else { throw Self.refused }
        let identity = try await self.database.transaction { tx in
            // The account's own failures are forgotten; of the address's, only this try, which was none.
            try SignInFailureStore.forget(keys[0].0, in: tx)
            try SignInFailureStore.giveBack(keys[1].0, in: tx)
            return try AccountStore.find(known.person, in: tx)
        }
        guard let account = identity else { throw Self.refused }
        return try await self.open(account, now: now)
    }

    /// Begins a session for an account whose person has just proven who they are.
    func open(_ account: Account, now: Date) async throws -> Session {
        let secret = Secret.make()
        let session = SessionStore.Session(
            id: self.identifiers.uuid(at: now), personID: account.personID, csrf: Secret.make())
        try await self.database.transaction { tx in
            try SessionStore.insert(
                session, digest: Secret.digest(secret), now: now, expires: now.addingTimeInterval(Self.lifetime),
                in: tx)
        }
        let identity = Self.identity(account, session)
        return Session(secret: secret, token: try await self.issuer.issue(identity, now: now), identity: identity)
    }

    /// A fresh token from the session's row: lost roles are gone by then. `nil` when the session is over.
    func renew(secret: String, now: Date) async throws -> Session? {
        let digest = Secret.digest(secret)
        let found = try await self.database.transaction { tx -> Identity? in
            guard
                let session = try SessionStore.use(
                    digest: digest, now: now, idleSince: now.addingTimeInterval(-Self.idle), in: tx),
                let account = try AccountStore.find(session.personID, in: tx)
            else { return nil }
            return Self.identity(account, session)
        }
        guard let found else { return nil }
        return Session(secret: secret, token: try await self.issuer.issue(found, now: now), identity: found)
    }

    func end(secret: String?, sessionID: String?, now: Date) async throws {
        try await self.database.transaction { tx in
            if let secret { try SessionStore.end(digest: Secret.digest(secret), now: now, in: tx) }
            if let id = sessionID.flatMap({ UUID(uuidString: $0) }) { try SessionStore.end(id: id, now: now, in: tx) }
        }
    }

    private static func identity(_ account: Account, _ session: SessionStore.Session) -> Identity {
        Identity(
            personID: account.personID, name: account.name, institution: account.institution, grants: account.grants,
            sessionID: session.id.uuidString.lowercased(), csrf: session.csrf)
    }

    /// Digests, so that the table of failures names nobody.
    private static func keys(email: String, address: String) -> [(String, SignInLock)] {
        [(self.accountKey(of: email), .account), (self.key("address", address), .address)]
    }

    /// The key of the failures that lock an account.
    static func accountKey(of email: String) -> String { self.key("account", Registration.key(of: email)) }

    private static func key(_ kind: String, _ text: String) -> String {
        kind + ":"
            + SHA256.hash(data: Array(text.utf8)).prefix(16).map {
                String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
            }
            .joined()
    }

    private static func take(_ key: String, _ lock: SignInLock, _ now: Date, _ tx: Transaction) throws -> Int? {
        let known = try SignInFailureStore.lock(key, now: now, in: tx)
        if let wait = lock.wait(known, now: now) { return wait }
        try SignInFailureStore.write(key, lock.counting(known, now: now), in: tx)
        return nil
    }
}
