import Contracts
public import Foundation
import Postgres

/// Something that was done to a parked message. The record is never changed and never removed.
public struct ParkedAction: Hashable, Sendable {
    /// What can be done.
    public enum Kind: String, Hashable, Sendable {
        /// Made part of a replay run.
        case replayed
        /// Taken off the list for good; the message stays in the table.
        case discarded
        /// Its body was shown with the personal data in it.
        case bodyShown = "body-shown"
    }

    /// What was done; `nil` for something that a later build knows.
    public let kind: Kind?
    /// Why, in the operator's words.
    public let reason: String?
    /// By whom.
    public let by: ParkingOperator
    /// When, by the database's clock.
    public let at: Date

    static func record(
        _ kind: Kind, of message: Int, reason: String?, by person: ParkingOperator, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO parked_action (parked_id, action, reason, person_id, person_name)
            VALUES (\(message), \(kind.rawValue), \(reason), \(person.person.uuid), \(person.name))
            """)
    }

    static func all(of message: Int, in tx: Transaction) throws -> [ParkedAction] {
        try tx.rows(
            """
            SELECT action, reason, person_id, person_name, done_at FROM parked_action
             WHERE parked_id = \(message) ORDER BY id
            """
        ) { row in
            ParkedAction(
                kind: Kind(rawValue: try row.get("action")), reason: try row.get("reason"),
                by: ParkingOperator(
                    person: PersonID(try row.get("person_id", as: UUID.self)), name: try row.get("person_name")),
                at: try row.get("done_at"))
        }
    }
}
