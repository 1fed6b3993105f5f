/// Why a message rests in `parked_message`: a stable code by which the operators' page groups. Never an error's text,
/// which could carry a value.
public struct ParkReason: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    /// In kebab case; after a colon the detail, which is also a code.
    public let rawValue: String
    /// Takes the code as it is stored.
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { self.rawValue }

    /// The body is not the JSON that its type promises.
    public static let undecodable = ParkReason(rawValue: "undecodable")
    /// The body is not UTF-8.
    public static let brokenText = ParkReason(rawValue: "broken-text")
    /// Nobody here knows the type or the version.
    public static let unknownType = ParkReason(rawValue: "unknown-type")
    /// Larger than 256 KiB.
    public static let tooLarge = ParkReason(rawValue: "too-large")
    /// The broker gave it up: it came back more often than the queue allows.
    public static let deliveryLimit = ParkReason(rawValue: "delivery-limit")
    /// It was begun again and again, at last with nothing beside it, and never came to an end: it ends the process.
    public static let crashed = ParkReason(rawValue: "crashed")
    /// Older than what the inbox remembers: nobody can say whether it had its effect.
    public static let forgotten = ParkReason(rawValue: "forgotten")
    /// What was kept of it cannot be read by this build.
    public static let unreadable = ParkReason(rawValue: "unreadable")
    /// Another message was applied under its number: its publisher was restored to an earlier moment and counts again.
    public static let conflict = ParkReason(rawValue: "conflict")
    /// A property or header of the envelope is missing or malformed.
    public static func envelope(_ part: String) -> ParkReason { ParkReason(rawValue: "envelope:\(part)") }
    /// The handler refuses it for ever, by its own code.
    public static func rejected(_ code: String) -> ParkReason { ParkReason(rawValue: "rejected:\(code)") }
    /// The last attempt failed, with this failure code.
    public static func exhausted(_ code: String) -> ParkReason { ParkReason(rawValue: "exhausted:\(code)") }
}
