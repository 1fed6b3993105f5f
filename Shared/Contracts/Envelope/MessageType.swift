/// The name and version of a message, which is also its routing key: `submission.submitted.v1`.
///
/// Written by hand, never derived from a type's name. The first word is the stream for events and the addressed
/// thing for commands.
public struct MessageType: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The whole name.
    public let name: String

    /// Takes the name as it stands on the wire.
    public init(_ name: String) { self.name = name }
    public init(stringLiteral value: String) { self.name = value }
    public init(from decoder: any Decoder) throws {
        self.name = try decoder.singleValueContainer().decode(String.self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.name)
    }

    /// The stream of an event: the word before the first full stop.
    public var stream: StreamName {
        StreamName(String(self.name.utf8.prefix { $0 != UInt8(ascii: ".") }) ?? self.name)
    }
    public var description: String { self.name }
}

/// A sequence of events with one publisher: `submission`, `case`, `contact` …
public struct StreamName: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The word.
    public let name: String
    /// Takes the word as it stands on the wire.
    public init(_ name: String) { self.name = name }
    public init(stringLiteral value: String) { self.name = value }
    public var description: String { self.name }
}

/// Who published a message; the AMQP `app_id`.
public struct ServiceName: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The word, in lower case.
    public let name: String
    /// Takes the word as it stands on the wire.
    public init(_ name: String) { self.name = name }
    public init(stringLiteral value: String) { self.name = value }
    public var description: String { self.name }

    /// Portal, form, accounts, standards.
    public static let intake: ServiceName = "intake"
    /// Cases, clocks, letters.
    public static let review: ServiceName = "review"
    /// Notices and deliveries.
    public static let notify: ServiceName = "notify"
    /// Ratings and complaints.
    public static let rating: ServiceName = "rating"
}
