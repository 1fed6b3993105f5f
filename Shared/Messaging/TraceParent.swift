/// A W3C Trace Context header of version 00: `00-<32 hex>-<16 hex>-<2 hex>`.
public struct TraceParent: Hashable, Sendable {
    /// As it stands in the header.
    public let text: String

    /// `nil` when malformed, or when trace or parent are all zeros.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "00", parts[1].utf8.count == 32, parts[2].utf8.count == 16,
            parts[3].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) } }),
            parts[1].utf8.contains(where: { $0 != 48 }), parts[2].utf8.contains(where: { $0 != 48 })
        else { return nil }
        self.text = text
    }

    /// 32 hexadecimal digits that lead through the logs of all services.
    public var traceID: String { String(self.text.dropFirst(3).prefix(32)) }
}
