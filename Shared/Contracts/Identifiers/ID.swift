public import Foundation

/// The identifier of one thing of kind `Kind`: a UUID (version 7 where Layak makes it), written in lower case.
///
/// The kind keeps a case's identifier from being passed where a person's is wanted.
public struct ID<Kind>: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The identifier itself.
    public let uuid: UUID

    /// Wraps a UUID that is known to name a thing of this kind.
    public init(_ uuid: UUID) { self.uuid = uuid }

    /// Reads the textual form of RFC 9562; `nil` when the text is not a UUID.
    public init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let uuid = UUID(uuidString: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
        }
        self.uuid = uuid
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }

    /// The UUID in lower case.
    public var description: String { self.uuid.lowercaseText }
}

/// Names the kinds of things that have identifiers.
public enum Kind {
    /// A request of an institution, from its first submission on.
    public enum Case {}
    /// A natural person with an account: applicant, officer, evaluator, signer.
    public enum Person {}
    /// One message on the broker.
    public enum Message {}
    /// One letter: a recommendation or a refusal.
    public enum Letter {}
    /// One file that an applicant attached.
    public enum Attachment {}
    /// One notice to one person about one fact.
    public enum Notice {}
    /// One request for a one-time link that proves an address.
    public enum ContactProof {}
    /// One complaint, request for information or aspiration.
    public enum Complaint {}
}

/// Identifies a case; also the subject of the streams `submission`, `case`, `delivery` and `rating`.
public typealias CaseID = ID<Kind.Case>
/// Identifies a person; also the subject of the stream `contact`.
public typealias PersonID = ID<Kind.Person>
/// Identifies a message; the CloudEvents `id`.
public typealias MessageID = ID<Kind.Message>
/// Identifies a letter.
public typealias LetterID = ID<Kind.Letter>
/// Identifies an attachment.
public typealias AttachmentID = ID<Kind.Attachment>
/// Identifies a notice.
public typealias NoticeID = ID<Kind.Notice>
/// Identifies a request for a one-time link.
public typealias ContactProofID = ID<Kind.ContactProof>
/// Identifies a complaint; also the subject of the stream `complaint`.
public typealias ComplaintID = ID<Kind.Complaint>
