public import Foundation

/// A one-time link shall be mailed to an address that it proves. Only Notify may read this stream.
///
/// The message carries no secret: Notify makes the link from `proofId` and `purpose` with a key that it shares with
/// Intake. It carries no name either, because nobody has shown yet that the address is the person's.
public struct ContactProofRequested: Event, Hashable {
    public static let type: MessageType = "contact.proof-requested.v1"

    /// What the link is for.
    public enum Purpose: String, Hashable, Sendable, Codable, CaseIterable {
        /// Confirm the address that was typed at registration.
        case confirm
        /// Set a password.
        case password
    }

    /// The account.
    public var personId: PersonID
    /// The request; it is good for one use.
    public var proofId: ContactProofID
    /// What the link is for.
    public var purpose: Purpose
    /// Where the link goes.
    public var email: Personal<String>
    /// When it was asked for.
    public var requestedAt: Date
    /// From then on the link has no effect, and need not be sent.
    public var expiresAt: Date

    public var subject: String { self.personId.description }

    /// Takes every part as it is.
    public init(
        personId: PersonID, proofId: ContactProofID, purpose: Purpose, email: Personal<String>, requestedAt: Date,
        expiresAt: Date
    ) {
        self.personId = personId
        self.proofId = proofId
        self.purpose = purpose
        self.email = email
        self.requestedAt = requestedAt
        self.expiresAt = expiresAt
    }
}
