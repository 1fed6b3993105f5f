/// What the form needs to know of regions: which codes exist, and what they are called.
public struct RegionNames: Sendable {
    private let lookup: @Sendable (String) -> String?

    /// A directory that answers with the name of a code, or `nil` when there is no such region.
    public init(_ lookup: @escaping @Sendable (String) -> String?) { self.lookup = lookup }

    /// The name of the region with this four-digit BPS code (`6104`, or `6100` for a whole province).
    public func name(of code: String) -> String? { self.lookup(code) }
}
