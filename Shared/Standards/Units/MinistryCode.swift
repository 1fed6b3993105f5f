/// A region's code of the Ministry of Home Affairs (Kemendagri): `61` a province, `61.02` a regency or city.
///
/// It is not a BPS code, though it may look like one without its dot: 61.02 is Mempawah, 6102 is Bengkayang. The two types
/// never mix; ``MinistryCodes`` is the only way from one to the other.
public struct MinistryCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// `pp` or `pp.kk`.
    public let text: String

    /// `nil` unless `text` is two digits, or two and two with a dot between. Says nothing about whether such a region exists.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        self.text = text
    }

    public static func < (one: MinistryCode, other: MinistryCode) -> Bool { one.text < other.text }
    public var description: String { self.text }
}
