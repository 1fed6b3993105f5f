public import Foundation

/// The contact data of a person. Only Notify may read this stream.
public struct ContactVerified: Event, Hashable {
    public static let type: MessageType = "contact.verified.v1"

    /// The account.
    public var personId: PersonID
    /// How to address them.
    public var name: Personal<String>
    /// A verified address.
    public var email: Personal<String>
    /// E.164 without the plus sign: `62812…`.
    public var mobile: Personal<String>?
    /// When.
    public var verifiedAt: Date

    public var subject: String { self.personId.description }

    /// Takes every part as it is.
    public init(
        personId: PersonID, name: Personal<String>, email: Personal<String>, mobile: Personal<String>? = nil,
        verifiedAt: Date
    ) {
        self.personId = personId
        self.name = name
        self.email = email
        self.mobile = mobile
        self.verifiedAt = verifiedAt
    }
}
