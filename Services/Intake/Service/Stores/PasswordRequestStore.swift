import Foundation
import IntakeDomain
import Postgres

/// Addresses that somebody typed to get a link for a password. They are taken down unseen and looked up afterwards.
enum PasswordRequestStore {
    struct Request: Sendable {
        var emailKey: String
        var traceparent: String?
    }

    static func insert(id: UUID, email: String, traceparent: String?, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO password_request (id, email_key, traceparent, asked_at)
            VALUES (\(id), \(Registration.key(of: email)), \(traceparent), \(now))
            """)
    }

    /// Takes the oldest one away; with the transaction it is answered, or still there.
    static func take(in tx: Transaction) throws -> Request? {
        try tx.first(
            """
            DELETE FROM password_request
             WHERE id = (SELECT id FROM password_request ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING email_key, traceparent
            """
        ) { Request(emailKey: try $0.get("email_key"), traceparent: try $0.get("traceparent")) }
    }
}
