public import Foundation

/// What a message carries beside its body. Texts are at most 255 bytes of UTF-8 (the protocol's short strings).
public struct AMQPProperties: Sendable, Hashable {
    /// Media type of the body.
    public var contentType: String?
    /// Name and version of the message.
    public var type: String?
    /// Unique id; ``PublishOutcome/returned(code:text:)`` is matched by it.
    public var messageID: String?
    /// The exchange that this message belongs to.
    public var correlationID: String?
    /// Where an answer is read.
    public var replyTo: String?
    /// The program that made it.
    public var appID: String?
    /// The broker user that published it; the broker refuses any other name than the connection's own.
    public var userID: String?
    /// Whole seconds.
    public var timestamp: Date?
    /// Whether it survives a restart of the broker.
    public var persistent: Bool
    /// Names of at most 128 bytes; at most 64 KiB in all. Received nested tables, arrays and fractions are left out.
    public var headers: [String: AMQPValue]

    /// Takes every part as it is.
    public init(
        contentType: String? = nil, type: String? = nil, messageID: String? = nil, correlationID: String? = nil,
        replyTo: String? = nil, appID: String? = nil, userID: String? = nil, timestamp: Date? = nil,
        persistent: Bool = true, headers: [String: AMQPValue] = [:]
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
}
