/// A link with its text.
public struct PageLink: Hashable, Sendable {
    /// The text.
    public var text: String
    /// A path on this origin; `nil` for the present page.
    public var href: String?

    /// A link.
    public init(_ text: String, _ href: String? = nil) {
        self.text = text
        self.href = href
    }
}
