/// What stands where a list has nothing to show: `{{#empty}}{{>empty}}{{/empty}}`.
public struct EmptyState: Hashable, Sendable {
    /// What is not there.
    public var title: String
    /// Why, and what comes next.
    public var text: String?
    /// What to do now.
    public var action: PageLink?

    /// An empty state.
    public init(_ title: String, _ text: String? = nil, action: PageLink? = nil) {
        self.title = title
        self.text = text
        self.action = action
    }
}
