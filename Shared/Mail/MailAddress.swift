/// An e-mail address that can stand in an SMTP command and in a header without changing either.
///
/// Only what every mail server takes: printable ASCII, one `@`, a local part of 1–64 and a domain of 1–253 characters
/// (RFC 5321 §4.5.3.1). Quoted local parts and addresses outside ASCII (RFC 6531) are refused: the servers in between
/// cannot be relied on to carry them.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: String

    /// `nil` when the text is not such an address; anything with a control character, a space or `<>` is not.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (1...253).contains(parts[1].utf8.count),
            parts[0].utf8.allSatisfy(Self.isLocal), parts[1].utf8.allSatisfy(Self.isDomain),
            parts.allSatisfy({ !$0.hasPrefix(".") && !$0.hasSuffix(".") && !$0.contains("..") })
        else { return nil }
        self.value = text
    }

    /// The address itself: personal data, so the caller answers for where it goes.
    public func reveal() -> String { self.value }

    /// The part after the `@`.
    public var domain: String { String(self.value.drop { $0 != "@" }.dropFirst()) }

    /// Says only that there is an address.
    public var description: String { "‹address›" }
    /// Says only that there is an address.
    public var debugDescription: String { "‹address›" }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    private static func isLocal(_ byte: UInt8) -> Bool {
        self.isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
    }
    private static func isDomain(_ byte: UInt8) -> Bool {
        self.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
