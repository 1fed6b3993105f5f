/// Links to the neighbouring pages of a list: `{{#pagination}}{{>pagination}}{{/pagination}}`.
public struct Pagination: Hashable, Sendable {
    /// From 1.
    public let page: Int
    /// How many pages there are, or `20+` for at least so many.
    public let pages: String
    /// The address of the page before.
    public let previous: String?
    /// The address of the page after.
    public let next: String?

    /// `nil` when there is only one page.
    ///
    /// - Parameters:
    ///   - total: how many things the whole list has.
    ///   - isCut: whether it was counted so far only, and may have more.
    ///   - address: the address of a page by its number.
    public init?(page: Int, size: Int, total: Int, isCut: Bool = false, address: (Int) -> String) {
        let pages = max(1, (total + size - 1) / max(1, size))
        guard pages > 1 else { return nil }
        self.page = min(max(1, page), pages)
        self.pages = isCut ? "\(pages)+" : "\(pages)"
        self.previous = self.page > 1 ? address(self.page - 1) : nil
        self.next = self.page < pages ? address(self.page + 1) : nil
    }
}
