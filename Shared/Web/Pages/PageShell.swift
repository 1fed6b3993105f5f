/// What stands around a page's content.
public struct PageShell: Sendable {
    /// The title, without the name of the service; also the page's only `h1` when `heading` is `true`.
    public var title: String
    /// The entry of the navigation under which the page belongs.
    public var active: NavigationItem?
    /// Shown above the content, in order.
    public var messages: [PageMessage]
    /// The way from the first page to this one.
    public var trail: [PageLink]
    /// Whether the layout writes the `h1`; `false` when the content brings its own.
    public var heading: Bool
    /// Use the whole width: for worklists and tables.
    public var wide: Bool

    /// A shell with everything said.
    public init(
        title: String, active: NavigationItem? = nil, messages: [PageMessage] = [], trail: [PageLink] = [],
        heading: Bool = true, wide: Bool = false
    ) {
        self.title = title
        self.active = active
        self.messages = messages
        self.trail = trail
        self.heading = heading
        self.wide = wide
    }
}
