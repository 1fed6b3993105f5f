import Contracts
import Foundation
import Postgres

/// Sessions; the browser's secret is kept as a digest only.
enum SessionStore {
    struct Session: Sendable {
        var id: UUID
        var personID: PersonID
        var csrf: String
    }

    static func insert(_ session: Session, digest: [UInt8], now: Date, expires: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO session (digest, id, person_id, csrf, created_at, used_at, expires_at)
            VALUES (\(digest), \(session.id), \(session.personID.uuid), \(session.csrf), \(now), \(now), \(expires))
            """)
    }

    /// The session behind a cookie, if it still holds; notes its use.
    static func use(digest: [UInt8], now: Date, idleSince: Date, in tx: Transaction) throws -> Session? {
        try tx.first(
            """
            UPDATE session SET used_at = \(now)
             WHERE digest = \(digest) AND ended_at IS NULL AND expires_at > \(now) AND used_at > \(idleSince)
            RETURNING id, person_id, csrf
            """
        ) { Session(id: try $0.get("id"), personID: PersonID(try $0.get("person_id")), csrf: try $0.get("csrf")) }
    }

    static func end(digest: [UInt8], now: Date, in tx: Transaction) throws {
        try tx.execute("UPDATE session SET ended_at = \(now) WHERE digest = \(digest) AND ended_at IS NULL")
    }

    /// Ends the session that a token names: sign-out also works when the cookie of the session is gone.
    static func end(id: UUID, now: Date, in tx: Transaction) throws {
        try tx.execute("UPDATE session SET ended_at = \(now) WHERE id = \(id) AND ended_at IS NULL")
    }

    /// Ends every session of a person, whatever browser holds it.
    static func end(allOf person: PersonID, now: Date, in tx: Transaction) throws {
        try tx.execute("UPDATE session SET ended_at = \(now) WHERE person_id = \(person.uuid) AND ended_at IS NULL")
    }

    static func forget(expiredBefore: Date, in tx: Transaction) throws {
        try tx.execute("DELETE FROM session WHERE expires_at < \(expiredBefore)")
    }
}
