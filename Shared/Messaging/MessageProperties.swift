public import Foundation

/// What a message carries beside its body, in words that no client library owns. ``Contracts/Envelope`` is made of it.
public struct MessageProperties: Hashable, Sendable, Codable {
    /// `application/json`.
    public var contentType: String?
    /// Name and version of the message.
    public var type: String?
    /// Identifies the message for ever.
    public var messageID: String?
    /// Ties a reply to its command.
    public var correlationID: String?
    /// Where the answer is read.
    public var replyTo: String?
    /// The publishing program, by its own word.
    public var appID: String?
    /// The publishing broker user, checked by the broker.
    public var userID: String?
    /// In whole seconds.
    public var timestamp: Date?
    /// Whether the broker writes it to disk.
    public var persistent: Bool
    /// Everything else.
    public var headers: [String: HeaderValue]

    /// Properties with everything said.
    public init(
        contentType: String? = nil, type: String? = nil, messageID: String? = nil, correlationID: String? = nil,
        replyTo: String? = nil, appID: String? = nil, userID: String? = nil, timestamp: Date? = nil,
        persistent: Bool = true, headers: [String: HeaderValue] = [:]
    ) {
        self.contentType = contentType
        self.type = type
        self.messageID = messageID
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.appID = appID
        self.userID = userID
        self.timestamp = timestamp
        self.persistent = persistent
        self.headers = headers
    }

    /// The same without the actor's token: what may be stored.
    public var withoutSecrets: MessageProperties {
        var copy = self
        copy.headers[HeaderName.actorToken] = nil
        return copy
    }
}
