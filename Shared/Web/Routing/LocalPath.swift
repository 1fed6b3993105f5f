/// A path on this very origin, for redirects that a visitor can influence.
public struct LocalPath: Hashable, Sendable, CustomStringConvertible {
    /// Path and query, percent-encoded, beginning with exactly one slash.
    public let text: String

    /// `nil` for everything that a browser might take for another site: another scheme, `//host`, `/\host`, control
    /// characters (which browsers drop), characters outside ASCII, or more than 2,000 of them.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 2000,
            bytes.count == 1 || (bytes[1] != UInt8(ascii: "/") && bytes[1] != UInt8(ascii: "\\")),
            bytes.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") })
        else { return nil }
        self.text = text
    }

    /// The first page.
    public static let home = LocalPath("/")!

    public var description: String { self.text }
}
